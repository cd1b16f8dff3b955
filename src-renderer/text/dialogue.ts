// How turns of a dialogue are written in a text, guessed from how a corpus writes them; and turns put together into
// what a model reads.

import { keptOf } from './page-text.ts';

export interface Manner {
  /** What stands before the user's turns, such as 'ROMEO:'; empty: nothing does. */
  readonly you: string;
  /** Before the model's turns. */
  readonly model: string;
  /** Between the name and the words: a space or a line end. */
  readonly afterName: string;
  /** Between two turns. */
  readonly between: string;
  /** What ends the model's turn besides `between`. */
  readonly stops: readonly string[];
}

export interface Turn {
  readonly who: 'you' | 'model';
  readonly text: string;
}

export const plainManner: Manner = { you: '', model: '', afterName: '', between: '\n', stops: [] };

/** Names on lines of their own, or before the words. */
const ownLine = /(\n*)^([\p{Lu}\d][\p{L}\p{M}\d .,'’-]{0,38}:|\p{Lu}[\p{Lu}\d '’-]{0,38}\.)[ \t]*\n(?=\S)/gmu;
const sameLine = /(\n*)^([\p{Lu}\d<[][\p{L}\p{M}\d .'’_-]{0,28}[\]>]?:|<[^<>\n]{1,28}>)([ \t])(?=\S)/gmu;
/** Shortened names, set in a little: as old plays have them. */
const shortened = /(\n*)^( {0,4}\p{Lu}\p{L}{1,11}\.)( )(?=\S)/gmu;
/** A name that comes less often is no speaker's. */
const minTimes = 3;
/** Share of the lines that begin with a shortened name at least: prose has some too, such as "Mr." */
const minShortenedShare = 0.08;

/** @param sample some thousand characters of a corpus */
export function guessManner(sample: string): Manner {
  const named = namedManner(sample, ownLine) ?? namedManner(sample, sameLine);
  if (named) return named;
  const lines = linesOf(sample).length;
  const old = Array.from(sample.matchAll(shortened)).length > lines * minShortenedShare;
  const shortNamed = old ? namedManner(sample, shortened) : null;
  if (shortNamed) return shortNamed;
  return { ...plainManner, between: linesAreLong(sample) ? '\n\n' : '\n' };
}

function namedManner(sample: string, pattern: RegExp): Manner | null {
  const heads = Array.from(sample.matchAll(pattern), ([, gap = '', name = '', space = '\n']) => ({ gap, name, space }));
  const counts = new Map<string, number>();
  for (const { name } of heads) counts.set(name, (counts.get(name) ?? 0) + 1);
  const speakers = [...counts].filter(([, times]) => times >= minTimes).sort(([, one], [, other]) => other - one);
  const [first, second] = speakers;
  if (!first || !second) return null;
  const [[model], [you]] = [first, second];
  const spoken = heads.filter(({ name }) => (counts.get(name) ?? 0) >= minTimes);
  const blank = spoken.filter(({ gap }) => gap.length >= 2).length * 2 > spoken.length;
  const between = blank ? '\n\n' : '\n';
  return { you, model, afterName: spoken[0]?.space ?? ' ', between, stops: [`\n${you}`] };
}

function linesAreLong(sample: string): boolean {
  const lines = linesOf(sample).length;
  return lines > 0 && sample.length / lines > 200;
}

function linesOf(sample: string): readonly string[] {
  return sample.split('\n').filter((line) => line !== '');
}

/** As it is shown beside a turn; null: it has none. */
export function speakerOf(who: Turn['who'], manner: Manner): string | null {
  const name = manner[who].replace(/^[\s<[]+|[\s>\]:.]+$/gu, '');
  return name === '' ? null : name;
}

/** The transcript as the model reads it, with the beginning of the model's next turn. */
export function promptOf(turns: readonly Turn[], manner: Manner): string {
  return turns.map((turn) => writtenTurn(turn, manner) + manner.between).join('') + headOf('model', manner);
}

/** The transcript as it is kept. */
export function transcriptOf(turns: readonly Turn[], manner: Manner): string {
  return turns.map((turn) => writtenTurn(turn, manner)).join(manner.between) + (turns.length > 0 ? '\n' : '');
}

function writtenTurn({ who, text }: Turn, manner: Manner): string {
  return headOf(who, manner) + text;
}

function headOf(who: Turn['who'], manner: Manner): string {
  const name = manner[who];
  return name === '' ? '' : name + manner.afterName;
}

/** All that ends the model's turn; never empty, or it would go on and on. */
export function stopsOf({ between, stops }: Manner): readonly string[] {
  const all = [...new Set([between, ...stops])].filter((stop) => stop !== '');
  return all.length > 0 ? all : ['\n'];
}

/** What was said, without the string that ended it and the space around. */
export function said(text: string, stops: readonly string[]): string {
  const stop = stops.filter((other) => text.endsWith(other)).sort((one, other) => other.length - one.length)[0];
  return (stop === undefined ? text : text.slice(0, -stop.length)).trim();
}

/** UTF-16 units of the transcript that the model reads. */
const contextLength = 4_000;
/** A single turn may be longer than that. */
const maxContextLength = 20_000;

/** Whole turns, as many of the last ones as there is room for, but at least one. */
export function dialogueContext(turns: readonly Turn[], manner: Manner): string {
  return promptOf(turns.slice(firstRead(turns, manner)), manner).slice(-maxContextLength);
}

/** Of the turns the first that the model reads. */
function firstRead(turns: readonly Turn[], manner: Manner): number {
  let from = Math.max(0, turns.length - 1);
  while (from > 0 && promptOf(turns.slice(from - 1), manner).length <= contextLength) from--;
  return from;
}

/**
 * The turns as the model has read them: without the symbols that it has never seen.
 * @param fed what was read of their context
 */
export function turnsRead(turns: readonly Turn[], manner: Manner, fed: string): readonly Turn[] {
  const context = dialogueContext(turns, manner);
  const kept = fed.length === context.length ? null : keptOf(context, fed);
  if (kept === null) return turns;
  const from = firstRead(turns, manner);
  // Where the turn begins in the context; a long first one may begin before it.
  let start = context.length - promptOf(turns.slice(from), manner).length;
  return turns.map((turn, index) => {
    if (index < from) return turn;
    start += headOf(turn.who, manner).length;
    const end = start + turn.text.length;
    const unread = turn.text.slice(0, Math.max(0, -start));
    const pieces = kept.map((stretch) =>
      context.slice(Math.max(0, start, stretch.start), Math.max(0, Math.min(end, stretch.end))),
    );
    start = end + manner.between.length;
    return { ...turn, text: unread + pieces.join('') };
  });
}
