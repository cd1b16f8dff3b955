// Labelled lines as threads share them: one block of ids, where each line begins in it, and what its label is. The
// lines that are trained on come first, then those that are held out.

import type { LabelledLines } from '../corpus/labels.ts';
import type { LineSplit } from '../corpus/line-split.ts';
import type { Ids } from '../corpus/symbols.ts';

/** All over shared memory. */
export interface LineSet {
  /** (L + 1): where each line begins in the ids, and where the last one ends. No line is empty. */
  readonly starts: Uint32Array;
  /** (L) */
  readonly labels: Uint16Array;
  /** Lines that are trained on. */
  readonly trained: number;
  /** (labels): what a line of each label weighs in training; 1 on average over the lines. */
  readonly weights: Float32Array;
}

export interface CutLines {
  /** What each line reads: a line end, so that no line is empty and all begin alike, and its text. */
  readonly ids: Ids;
  readonly lines: LineSet;
}

/** Where the lines come to lie, before they are copied: enough to count what is read of them. */
type LaidOut = Pick<LineSet, 'starts' | 'trained'>;

/** The lines that a run reads, each behind a line end; those of the test are left out. */
export function layOut(
  lines: LabelledLines,
  { train, validation }: LineSplit,
): LaidOut & { readonly kept: readonly number[] } {
  const kept = [...train, ...validation];
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (kept.length + 1)));
  for (const [index, line] of kept.entries())
    starts[index + 1] = starts[index] + 1 + lines.ends[line] - lines.starts[line];
  return { kept, starts, trained: train.length };
}

/**
 * What a run trains on and validates with, out of its corpus.
 * @param lineEnd the id of the line end
 * @param isBalanced whether all labels weigh the same, however many lines they have
 */
export function cutLines(
  corpus: Ids,
  lines: LabelledLines,
  split: LineSplit,
  lineEnd: number,
  isBalanced: boolean,
): CutLines {
  const { kept, starts, trained } = layOut(lines, split);
  const ids = shared(corpus, starts[kept.length]);
  const labels = new Uint16Array(new SharedArrayBuffer(2 * kept.length));
  for (const [index, line] of kept.entries()) {
    ids[starts[index]] = lineEnd;
    ids.set(corpus.subarray(lines.starts[line], lines.ends[line]), starts[index] + 1);
    labels[index] = lines.labelOf[line];
  }
  const weights = weightsOf(labels.subarray(0, trained), lines.labels.length, isBalanced);
  return { ids, lines: { starts, labels, trained, weights } };
}

/** Characters of the lines that are trained on, as far as they are read. */
export function charactersRead({ starts, trained }: LaidOut, sequence: number): number {
  let sum = 0;
  for (let line = 0; line < trained; line++) sum += Math.min(sequence, starts[line + 1] - starts[line]);
  return sum;
}

/** Lines of which the end is not read. */
export function longerThan({ starts }: LaidOut, sequence: number): number {
  let count = 0;
  for (let line = 0; line < starts.length - 1; line++) if (starts[line + 1] - starts[line] > sequence) count++;
  return count;
}

/** Of so many ids, as wide as the corpus's. */
function shared(like: Ids, length: number): Ids {
  const memory = new SharedArrayBuffer(length * like.BYTES_PER_ELEMENT);
  if (like instanceof Uint8Array) return new Uint8Array(memory);
  return like instanceof Uint16Array ? new Uint16Array(memory) : new Uint32Array(memory);
}

function weightsOf(labels: Uint16Array, count: number, isBalanced: boolean): Float32Array {
  const weights = new Float32Array(new SharedArrayBuffer(4 * count)).fill(1);
  if (!isBalanced) return weights;
  const lines = new Float64Array(count);
  for (const label of labels) lines[label]++;
  lines.forEach((own, label) => (weights[label] = labels.length / (count * Math.max(1, own))));
  return weights;
}
