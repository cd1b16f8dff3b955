// What part of the plane a chart of losses shows, and where its labels stand. Pure arithmetic.

import type { Series } from '../../engine/series.ts';
import type { LossScale } from '../../state/preferences.svelte.ts';
import { compact, count, fixed } from '../../text/format.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * The curve always fills at least half of the width: the end of the axis is the run's length, halved while what has
 * been trained would still fit into nine tenths of the half.
 */
export function stepRange(lastStep: number, totalSteps: number | null): Range {
  const last = Math.max(1, lastStep);
  if (totalSteps === null || totalSteps <= last) return { min: 0, max: last };
  let max = totalSteps;
  while (max / 2 >= last / 0.9 && max / 2 >= 20) max /= 2;
  return { min: 0, max };
}

/** A goal farther below the curves than this would flatten them. */
const minGoalShare = 1 / 3;

/**
 * All curves within the steps shown, the first few steps of each apart: they start at guessing and would flatten the
 * rest. A curve that ends where a longer one has hardly begun is seen, too. And the goals below them, that one may see
 * how far there is to go.
 */
export function lossRange(
  curves: readonly Series[],
  steps: Range,
  scale: LossScale,
  goals: readonly number[] = [],
): Range {
  let min = Infinity;
  let max = -Infinity;
  for (const { steps: at, losses } of curves) {
    const lastStep = Math.min(steps.max, at.at(-1) ?? 0);
    const from = Math.max(steps.min, Math.min(lastStep * 0.04, lastStep - 1));
    for (let i = 0; i < at.length; i += 1) {
      const step = at[i] as number;
      if (step < from || step > steps.max) continue;
      min = Math.min(min, losses[i] as number);
      max = Math.max(max, losses[i] as number);
    }
  }
  if (min > max) return scale === 'log' ? { min: 0.5, max: 5 } : { min: 0, max: 5 };
  min = Math.min(min, ...goals.filter((goal) => goal > min * minGoalShare));
  if (scale === 'log') {
    const low = Math.max(min, 1e-4);
    const margin = Math.max(Math.log(max / low) * 0.06, 0.02);
    return { min: low * Math.exp(-margin), max: Math.max(max, low) * Math.exp(margin) };
  }
  const margin = Math.max((max - min) * 0.07, 0.01);
  return { min: Math.max(0, min - margin), max: max + margin };
}

/** Round values to label an axis with: at most `max`, at least two where the range allows. */
export function roundValues(range: Range, scale: LossScale, max: number): number[] {
  const span = range.max - range.min;
  if (!(span > 0)) return [];
  if (scale === 'log' && range.max / range.min > 4) {
    const values = logValues(range);
    if (values.length >= 3)
      return values.length <= max ? values : values.filter((value) => /^[125]/.test(value.toExponential()));
  }
  const power = 10 ** Math.floor(Math.log10(span / max));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= max + 1e-9) ?? 10 * power;
  const first = Math.ceil(range.min / step - 1e-9);
  const last = Math.floor(range.max / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function logValues(range: Range): number[] {
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(range.min)); 10 ** power <= range.max; power += 1) {
    for (const digit of [1, 1.5, 2, 3, 5, 7]) values.push(Number((digit * 10 ** power).toPrecision(3)));
  }
  return values.filter((value) => value >= range.min && value <= range.max);
}

/** All with as many decimals as the longest needs. */
export function alike(values: readonly number[]): string[] {
  const digits = Math.max(0, ...values.map((value) => (String(value).split('.')[1] ?? '').length));
  return values.map((value) => fixed(value, digits));
}

/** Moves labels apart so that none covers another, in the order given by where they want to be. */
export function spread(wanted: readonly number[], height: number, lowest: number, highest: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  const placed = [...wanted];
  let free = lowest;
  for (const i of order) {
    placed[i] = Math.max(free, wanted[i] as number);
    free = placed[i] + height;
  }
  free = highest;
  for (const i of order.reverse()) {
    placed[i] = Math.min(free, placed[i] as number);
    free = placed[i] - height;
  }
  return placed;
}

/** A step as an axis says it. */
export function stepWords(step: number): string {
  return step < 1e5 ? count(step) : compact(step);
}
