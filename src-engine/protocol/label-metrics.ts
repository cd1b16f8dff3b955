// How well labels are told apart: counted from the probabilities of lines whose labels are known. The page counts anew
// at every move of the threshold, so these are pure functions for page and engine alike.

/** What was said to lines, and what is true of them. */
export interface Told {
  /** (L): the label of each line. */
  readonly truth: ArrayLike<number>;
  /** (L, K): the probability of each label; of two labels they sum to 1. */
  readonly probabilities: ArrayLike<number>;
  /** K. */
  readonly labels: number;
}

/**
 * Shares of 0 to 1; null where nothing can be divided. Of two labels they are about the second; of more, the mean over
 * all labels.
 */
export interface LabelMetrics {
  readonly accuracy: number | null;
  /** Of the lines that were called so, how many are so. */
  readonly precision: number | null;
  /** Of the lines that are so, how many were called so. */
  readonly recall: number | null;
  /** The harmonic mean of precision and recall. */
  readonly f1: number | null;
  /** Area under the receiver operating characteristic: how often a line that is so gets more than one that is not. */
  readonly auc: number | null;
  /** (K, K): lines of label i that were called j. */
  readonly confusion: readonly (readonly number[])[];
}

/** The threshold at which the second of two labels is as likely as the first. */
export const evenThreshold = 0.5;

/**
 * The label that a line is called: of two, the second where its probability reaches the threshold; of more, the
 * likeliest.
 * @param line its row of the probabilities
 */
export function labelTold(
  { probabilities, labels }: Omit<Told, 'truth'>,
  line: number,
  threshold = evenThreshold,
): number {
  const own = Array.from({ length: labels }, (_, label) => at(probabilities, line * labels + label));
  const [, second = 0] = own;
  return labels === 2 ? Number(second >= threshold) : own.indexOf(Math.max(...own));
}

export function labelMetrics(told: Told, threshold = evenThreshold): LabelMetrics {
  const { truth, labels } = told;
  const all = Array.from({ length: labels }, (_, label) => label);
  const lines = Array.from(truth, (is, line) => ({ is, called: labelTold(told, line, threshold) }));
  const countOf = (is: number, called: number): number =>
    lines.reduce((sum, line) => sum + Number(line.is === is && line.called === called), 0);
  const scores = (labels === 2 ? [1] : all).map((label) => scoresOf(lines, label, told));
  return {
    accuracy: ratio(lines.filter(({ is, called }) => is === called).length, lines.length),
    precision: mean(scores.map((score) => (labels === 2 ? score.precision : precisionInMean(score)))),
    recall: mean(scores.map(({ recall }) => recall)),
    f1: mean(scores.map(({ f1 }) => f1)),
    auc: mean(scores.map(({ auc }) => auc)),
    confusion: all.map((is) => all.map((called) => countOf(is, called))),
  };
}

/** Always saying the label that most lines have, and the share of the lines of which that is right. */
export interface Baseline {
  readonly label: number;
  readonly accuracy: number;
}

/** Of equally common labels the first; null: there is no line. */
export function baselineOf({ truth, labels }: Pick<Told, 'truth' | 'labels'>): Baseline | null {
  const lines = Array.from({ length: labels }, () => 0);
  for (const label of Array.from(truth)) lines[label] = (lines[label] ?? 0) + 1;
  const highest = Math.max(...lines);
  return highest > 0 ? { label: lines.indexOf(highest), accuracy: highest / truth.length } : null;
}

/** A point of the receiver operating characteristic. */
export interface RocPoint {
  /** Of the lines that are not so, the share that is called so. */
  readonly falseAlarms: number;
  /** Of the lines that are so, the share that is called so. */
  readonly found: number;
}

/** From (0, 0) to (1, 1): a point for each probability that stands somewhere, as the threshold falls. */
export function rocCurve({ truth, probabilities, labels }: Told, label: number): readonly RocPoint[] {
  const lines = Array.from(truth, (is, line) => ({
    isSo: is === label,
    score: at(probabilities, line * labels + label),
  }));
  lines.sort((one, other) => other.score - one.score);
  const positives = lines.filter(({ isSo }) => isSo).length;
  const negatives = lines.length - positives;
  if (positives === 0 || negatives === 0) return [];
  const points: RocPoint[] = [{ falseAlarms: 0, found: 0 }];
  let found = 0;
  for (const [index, { isSo, score }] of lines.entries()) {
    if (isSo) found++;
    if (lines[index + 1]?.score === score) continue;
    points.push({ falseAlarms: (index + 1 - found) / negatives, found: found / positives });
  }
  return points;
}

function scoresOf(
  lines: readonly { readonly is: number; readonly called: number }[],
  label: number,
  told: Told,
): Pick<LabelMetrics, 'precision' | 'recall' | 'f1' | 'auc'> {
  const hits = lines.filter(({ is, called }) => is === label && called === label).length;
  const calledSo = lines.filter(({ called }) => called === label).length;
  const areSo = lines.filter(({ is }) => is === label).length;
  return {
    precision: ratio(hits, calledSo),
    recall: ratio(hits, areSo),
    f1: ratio(2 * hits, calledSo + areSo),
    auc: areaUnder(rocCurve(told, label)),
  };
}

/** A label that lines have and none was called counts nothing, as in F1: left out, the mean would hide it. */
function precisionInMean({ precision, f1 }: Pick<LabelMetrics, 'precision' | 'f1'>): number | null {
  return precision ?? f1;
}

/** By trapezoids: lines of the same probability count half. */
function areaUnder(points: readonly RocPoint[]): number | null {
  let area = 0;
  let before: RocPoint | null = null;
  for (const point of points) {
    if (before) area += ((point.falseAlarms - before.falseAlarms) * (point.found + before.found)) / 2;
    before = point;
  }
  return before && area;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Of those that there are. */
function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Within the page every element may be missing. */
function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NaN;
}
