// The corpus doctor: looks at a stored text piece by piece, and says what it found. What to do about it stands in
// advice.ts.

import type { DoctorReport, LabelCount, LineLength, LineLengths, Trace } from '../../protocol/doctor.ts';
import { countLabels, LabelReader, lengthsOf } from '../labels.ts';
import type { Ids } from '../symbols.ts';
import { findFormats } from './formats.ts';
import type { FormatTrace } from './formats.ts';
import { LineExaminer } from './lines.ts';
import type { LineFindings } from './lines.ts';
import { MojibakeExaminer } from './mojibake.ts';
import type { Mojibake } from './mojibake.ts';

/** Everything that has to be read from the text itself; plain data, kept in the library. */
export interface Findings {
  readonly lines: LineFindings;
  readonly mojibake: Mojibake | null;
  readonly formats: readonly FormatTrace[];
  readonly labelled: LabelFindings;
}

interface LabelFindings {
  /** Of lines that all have one, where each stands before several lines; else none. */
  readonly labels: readonly LabelCount[];
  readonly lengths: readonly LineLength[];
}

export interface Examined {
  readonly symbols: readonly string[];
  readonly counts: readonly number[];
  readonly characters: number;
}

/** Characters of the beginning and the end that are looked at for formats. */
const openingLength = 200_000;
const endingLength = 30_000;

export class Examiner {
  readonly #text: Examined;
  readonly #lines: LineExaminer;
  readonly #mojibake: MojibakeExaminer;
  readonly #labels: LabelReader;
  #opening = '';
  #openingLeft = openingLength;
  #ending = '';
  #read = 0;

  constructor(text: Examined) {
    this.#text = text;
    this.#lines = new LineExaminer(text.symbols.indexOf('\n'));
    this.#mojibake = new MojibakeExaminer(text.symbols);
    this.#labels = new LabelReader(text.symbols);
  }

  /** The next piece of the text. */
  push(ids: Ids): void {
    this.#lines.push(ids);
    this.#mojibake.push(ids);
    this.#labels.push(ids);
    if (this.#openingLeft > 0) this.#opening += this.#write(ids.subarray(0, this.#openingLeft));
    this.#openingLeft -= Math.min(ids.length, this.#openingLeft);
    const endingStart = this.#text.characters - endingLength;
    if (this.#read + ids.length > endingStart) {
      this.#ending += this.#write(ids.subarray(Math.max(0, endingStart - this.#read)));
    }
    this.#read += ids.length;
  }

  finish(): Findings {
    return {
      lines: this.#lines.finish(),
      mojibake: this.#mojibake.finish(this.#text.counts),
      formats: findFormats({ opening: this.#opening, ending: this.#ending }),
      labelled: labelledOf(this.#labels),
    };
  }

  #write(ids: Ids): string {
    return Array.from(ids, (id) => this.#text.symbols[id]).join('');
  }
}

/** A word before a single line, or before nearly each another one, is no label. */
const minLabelledLines = 5;

const unlabelled: LabelFindings = { labels: [], lengths: [] };

function labelledOf(reader: LabelReader): LabelFindings {
  const lines = reader.finish();
  if ('why' in lines) return unlabelled;
  const counts = countLabels(lines);
  if (counts.some((count) => count < minLabelledLines)) return unlabelled;
  // What stands before a comma may as well be the beginning of a sentence.
  if (reader.separator === ',' && lines.labels.some((label) => label.includes(' '))) return unlabelled;
  const labels = lines.labels.map((label, index) => ({ label, lines: counts[index] }));
  return { labels, lengths: lengthsOf(lines) };
}

/** The report but for its advice. @param rareBelow symbols that occur less often are called rare */
export function describeFindings(text: Examined, findings: Findings, rareBelow: number): Omit<DoctorReport, 'advice'> {
  const { lines } = findings;
  return {
    ...text,
    lines: lines.lines,
    blankLines: lines.blank,
    medianLine: lines.median,
    longestLine: lines.longest,
    lineLengths: lineLengthsOf(lines.byDigits),
    rare: { below: rareBelow, ...rareOf(text, rareBelow) },
    duplicates: lines.duplicates,
    labels: findings.labelled.labels,
    labelledLengths: findings.labelled.lengths,
    traces: tracesOf(text, findings),
  };
}

/** How many symbols occur fewer than `below` times, and how many characters they are. */
export function rareOf({ counts }: Examined, below: number): { readonly symbols: number; readonly characters: number } {
  const rare = counts.filter((count) => count < below);
  return { symbols: rare.length, characters: rare.reduce((sum, count) => sum + count, 0) };
}

function lineLengthsOf(byDigits: readonly number[]): readonly LineLengths[] {
  return byDigits.map((lines, digits) => ({
    /* eslint-disable no-restricted-syntax -- findings are stored by these names */
    least: digits === 0 ? 0 : 2 ** (digits - 1),
    most: 2 ** digits - 1,
    /* eslint-enable no-restricted-syntax */
    lines,
  }));
}

function tracesOf(text: Examined, { mojibake, formats }: Findings): readonly Trace[] {
  const traces: Trace[] = [
    countOf(text, 'nul', (symbol) => symbol === '\0'),
    countOf(text, 'control', (symbol) => /^\p{Cc}$/u.test(symbol) && !/[\0\t\n]/.test(symbol)),
    countOf(text, 'replacement', (symbol) => symbol === '\ufffd'),
    countOf(text, 'private-use', (symbol) => /^\p{Co}/u.test(symbol)),
    ...formats.map(({ kind, count, example }) => ({ kind, count, example })),
  ].filter(({ count }) => count > 0);
  if (mojibake === null) return traces;
  const { count, example, name } = mojibake;
  return [{ kind: 'mojibake', count, example: `${example} (${name})` }, ...traces];
}

function countOf({ symbols, counts }: Examined, kind: Trace['kind'], fits: (symbol: string) => boolean): Trace {
  let count = 0;
  const found: string[] = [];
  symbols.forEach((symbol, id) => {
    if (!fits(symbol)) return;
    count += counts[id] ?? 0;
    const point = symbol.codePointAt(0) ?? 0;
    if (found.length < 8) found.push(`U+${point.toString(16).toUpperCase().padStart(4, '0')}`);
  });
  return { kind, count, example: found.join(' ') };
}
