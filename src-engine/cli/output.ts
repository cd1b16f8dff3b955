// What the command line says, and where: results on stdout, everything for people on stderr. With --json, stdout holds
// one JSON object a line and nothing else.

import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { visible } from '../quoting.ts';

export interface Output {
  readonly json: boolean;
  /** A result as one line of JSON; only with --json. */
  readonly line: (value: object) => void;
  /** A result as text for people; only without --json. What a terminal would obey is written out. */
  readonly print: (text: string) => void;
  /** What a model has written, without a line end: as it is, but for what a terminal would obey. */
  readonly stream: (text: string) => void;
  /** A word to the person at the terminal. */
  readonly say: (text: string) => void;
}

/** What the person types to come here, so that a hint can be pasted as it stands. */
export function calledAs(): string {
  return process.env['CHARLOOM_CALLED_AS'] ?? 'charloom';
}

/** The same with the library that was named, so that the hint leads to where the command was. */
export function calledOn(library: string | undefined): string {
  return library === undefined ? calledAs() : `${calledAs()} --library ${typable(library)}`;
}

/** As it has to be typed, so that a shell takes it for one word. */
function typable(text: string): string {
  if (/^[\p{L}\p{N}_./:@%+,=-][\p{L}\p{N}_./:@%+,=~-]*$/u.test(text)) return text;
  return process.platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    line(value) {
      // The same JSON: what is written out stands in strings.
      if (json) process.stdout.write(`${visible(JSON.stringify(value))}\n`);
    },
    print(text) {
      if (!json) process.stdout.write(`${harmless(text)}\n`);
    },
    stream(text) {
      if (!json) process.stdout.write(process.stdout.isTTY ? withoutOrders(text) : text);
    },
    say(text) {
      process.stderr.write(`${harmless(text)}\n`);
    },
  };
}

/** Line ends, tabs, and what `bold` puts around a text. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const ours = /(\n|\t|\u001b\[(?:1|22)m)/;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const obeyedByTerminals = /[\u0000-\u001f\u007f-\u009f]+/gu;

/** With what a terminal or a reader could take for something else written out: names may come from anywhere. */
export function harmless(text: string): string {
  return text
    .split(ours)
    .map((part, index) => (index % 2 === 1 ? part : visible(part)))
    .join('');
}

/** With what a terminal would obey written out; marks of direction belong to the text. */
function withoutOrders(text: string): string {
  return text
    .split(ours)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(obeyedByTerminals, visible)))
    .join('');
}

/** Bold on a terminal that shows it and where NO_COLOR does not forbid it. */
export function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

/**
 * Columns as wide as their widest cell; numbers are given as text and stand to the right. A cell is one line, whatever
 * is in it.
 */
export function table(titles: readonly string[], cells: readonly (readonly string[])[]): string {
  const heads = titles.map(visible);
  const rows = cells.map((row) => row.map(visible));
  const widths = heads.map((head, column) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[column] ?? '')), widthOf(head)),
  );
  const isNumeric = heads.map((_, column) => rows.every((row) => /^([\d.,×]+|–|)$/.test(row[column] ?? '')));
  const format = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const rest = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
        return isNumeric[column] ? `${rest}${cell}` : `${cell}${rest}`;
      })
      .join('  ')
      .trimEnd();
  return [bold(format(heads)), ...rows.map(format)].join('\n');
}

/** Every emoji has a sign beyond these. */
const withoutEmoji = /^[\0-\u22ff]*$/;
let emoji: RegExp | undefined;
const marksAbove = /[\p{Mn}\p{Me}]/gu;

/** Columns of a terminal. The library knows wide letters, but neither newer emoji nor the marks of all scripts. */
function widthOf(text: string): number {
  return stringWidth(wideEmoji(text).replace(marksAbove, ''));
}

function wideEmoji(text: string): string {
  if (withoutEmoji.test(text)) return text;
  // Made where it is needed: that takes 20 ms. A literal would need a newer target of the compiler.
  emoji ??= new RegExp(String.raw`\p{RGI_Emoji}`, 'gv');
  return text.replace(emoji, '  ');
}

export function nats(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

export function bits(natsPerCharacter: number): number {
  return natsPerCharacter / Math.LN2;
}

interface Task {
  /** Empty: it writes. */
  readonly labels: readonly string[];
}

/** A run that tells labels apart answers to each of them. */
export function lossUnit({ labels }: Task): string {
  return labels.length > 0 ? 'nats per answer' : 'nats per character';
}

/** A loss with its unit. A run that tells labels apart has no bits of a character. */
export function lossInWords(loss: number, run: Task): string {
  if (run.labels.length > 0) return `${nats(loss)} ${lossUnit(run)}`;
  return `${nats(loss)} nats, ${bits(loss).toFixed(3)} bits per character`;
}

/** Such as '45 s', '3 min 20 s', '2 h 5 min'. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Such as '97.3 %'. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
