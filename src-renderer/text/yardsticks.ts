// Losses that mean something without the network: guessing, letter frequencies, n-grams and compressors. Which of them
// are drawn, how they are called, and how the network stands against the 5-gram.

import type { CorpusDetail, Yardsticks } from '../../src-engine/protocol/index.ts';
import type { Series } from '../engine/series.ts';
import { count } from './format.ts';
import { say } from './say.ts';

export interface Yardstick {
  readonly label: string;
  /** Nats a character. */
  readonly loss: number;
}

/** What can be compared with; each stands for one line, but for the last. */
export const yardstickKinds = ['guessing', 'letters', 'compressor', '5-gram', 'best', 'entropy', 'n-grams'] as const;
export type YardstickKind = (typeof yardstickKinds)[number];

export const defaultYardsticks: readonly YardstickKind[] = ['letters', 'compressor', '5-gram', 'best', 'entropy'];

/** A 5-gram knows four characters before the next. */
const fiveGram = 4;

/** What yardsticks are taken from. */
export interface KnownText extends Pick<CorpusDetail, 'counts'> {
  /** Exact, in bits a character; null where nobody knows it. */
  readonly entropy?: number | null;
}

type Measured = Pick<Yardsticks, 'ngrams' | 'compressors'> | null;

/** The lines of one kind, as far as they are known. */
export function yardsticksOf(
  kind: YardstickKind,
  { counts, entropy = null }: KnownText,
  measured: Measured,
): readonly Yardstick[] {
  if (counts.length < 2) return [];
  const ngrams = (measured?.ngrams ?? []).map(({ order, bits }) => ({ order, ...ngram(order, bits) }));
  switch (kind) {
    case 'guessing':
      return [{ label: say`guessing`, loss: Math.log(counts.length) }];
    case 'letters':
      return [
        ngrams.find(({ order }) => order === 0) ?? { label: say`letter frequencies`, loss: entropyOf(counts) },
      ].map(plain);
    case 'compressor':
      return lowest((measured?.compressors ?? []).map(({ name, bits }) => ({ label: name, loss: bits * Math.LN2 })));
    case '5-gram':
      return ngrams.filter(({ order }) => order === fiveGram).map(plain);
    case 'best':
      return lowest(ngrams).map(plain);
    case 'entropy':
      return entropy === null ? [] : [{ label: say`entropy`, loss: entropy * Math.LN2 }];
    case 'n-grams':
      return ngrams.filter(({ order }) => order > 0).map(plain);
  }
}

/** The lines of all chosen kinds, each once. */
export function chosenYardsticks(
  kinds: readonly YardstickKind[],
  corpus: KnownText,
  measured: Measured,
): readonly Yardstick[] {
  const lines = yardstickKinds
    .filter((kind) => kinds.includes(kind))
    .flatMap((kind) => yardsticksOf(kind, corpus, measured));
  return lines.filter(({ label }, index) => lines.findIndex((other) => other.label === label) === index);
}

export interface Standing {
  /** Labels of what the network does better than, the weakest first. */
  readonly beaten: readonly string[];
  readonly ahead: readonly string[];
}

/**
 * How a loss stands against letter frequencies, n-grams and compressors; null before they are measured. Of the n-grams
 * the strongest stands for all that are beaten, and for all that are ahead.
 * @param best nats per character
 */
export function standing(best: number, corpus: Pick<CorpusDetail, 'counts'>, measured: Measured): Standing | null {
  if (measured === null || measured.ngrams.length === 0) return null;
  const of = (kind: YardstickKind) => yardsticksOf(kind, corpus, measured);
  const others = [...of('letters'), ...of('compressor')];
  const sortedLabels = (isWanted: (line: Yardstick) => boolean) =>
    [...others.filter(isWanted), ...lowest(of('n-grams').filter(isWanted))]
      .sort((one, other) => other.loss - one.loss)
      .map(({ label }) => label);
  return { beaten: sortedLabels(({ loss }) => loss > best), ahead: sortedLabels(({ loss }) => loss <= best) };
}

/** How the network stands against the 5-gram, in a sentence; null while there is nothing to say. */
export function verdictOn(validation: Series, measured: Measured, write: (loss: number) => string): string | null {
  const found = measured?.ngrams.find(({ order }) => order === fiveGram);
  const { steps, losses } = validation;
  if (!found || losses.length === 0) return null;
  const mark = found.bits * Math.LN2;
  const best = losses.reduce((low, loss) => Math.min(low, loss), Infinity);
  const since = losses.findIndex((loss) => loss < mark);
  if (since < 0 && write(best) === write(mark))
    return say`As good as the 5-gram, a letter statistic: ${write(best)} (lower is better).`;
  if (since < 0)
    return say`Not yet better than the 5-gram, a letter statistic: ${write(best)} against ${write(mark)} (lower is better).`;
  return [
    say`The network has beaten the 5-gram since step ${count(steps[since] as number)}: at best ${write(best)} against ${write(mark)}.`,
    ...beyond(best, measured, write),
  ].join(' ');
}

/** Whether anything that was measured is still better. */
function beyond(best: number, measured: Measured, write: (loss: number) => string): readonly string[] {
  const others = [
    ...(measured?.ngrams ?? []).map(({ order, bits }) => ngram(order, bits)),
    ...(measured?.compressors ?? []).map(({ name, bits }) => ({ label: name, loss: bits * Math.LN2 })),
  ];
  const [lead] = lowest(others);
  if (!lead) return [];
  return [
    lead.loss > best
      ? say`Nothing else here does better.`
      : say`The ${lead.label} is still ahead with ${write(lead.loss)}.`,
  ];
}

function ngram(order: number, bits: number): Yardstick {
  return { label: ngramName(order), loss: bits * Math.LN2 };
}

/** @param order characters that it knows before the next */
export function ngramName(order: number): string {
  return order === 0 ? say`letter frequencies` : say`${count(order + 1)}-gram`;
}

function lowest<Line extends Yardstick>(lines: readonly Line[]): Line[] {
  const [first, ...rest] = lines;
  return first ? [rest.reduce((best, line) => (line.loss < best.loss ? line : best), first)] : [];
}

function plain({ label, loss }: Yardstick): Yardstick {
  return { label, loss };
}

function entropyOf(counts: readonly number[]): number {
  const total = counts.reduce((sum, value) => sum + value, 0);
  return counts.reduce((sum, value) => (value > 0 ? sum - (value / total) * Math.log(value / total) : sum), 0);
}
