// The curves of several runs over one axis, cut to the columns of a chart: every line has a value for each column, so
// that a chart of fifty runs costs no more than its pixels. Pure arithmetic.

import type { CurveBand, RunId } from '../../../src-engine/protocol/index.ts';
import { smooth, smoothingWidth } from '../../../src-engine/protocol/smoothing.ts';
import type { Range } from '../../components/charts/ranges.ts';
import { nearest } from '../../engine/series.ts';

/** What lies along the horizontal axis: steps, characters trained, or seconds at work. */
export const runAxes = ['steps', 'characters', 'time'] as const;
export type RunAxis = (typeof runAxes)[number];

const colourTokens = Array.from({ length: 8 }, (_, at) => `line-${at + 1}`);
const lineStyles = ['solid', 'dashed', 'dotted'] as const;

/** How the line of a run is drawn, in a chart and in the table. */
export interface LineLook {
  /** Name of the token of its colour. */
  readonly token: string;
  readonly style: (typeof lineStyles)[number];
}

/**
 * The colours in turn, and each turn in a style of its own.
 * @param place of the run among all that are shown
 */
export function lookOf(place: number): LineLook {
  const turn = Math.floor(place / colourTokens.length);
  return {
    token: colourTokens[place % colourTokens.length] as string,
    style: lineStyles[turn % lineStyles.length] as LineLook['style'],
  };
}

/** A line in the plane: its values on the axis, ascending, and its losses in nats. */
export interface Line {
  readonly run: RunId;
  readonly axisValues: Float64Array;
  readonly losses: Float64Array;
  /**
   * The lowest and highest of what the line is the mean of, at the same values of the axis; left out where there is no
   * more than the line.
   */
  readonly lows?: Float32Array;
  readonly highs?: Float32Array;
}

/** Where on the axis a run was at a step. */
export function axisValueOf({ clock }: Pick<CurveBand, 'clock'>, axis: RunAxis, step: number): number {
  return axis === 'steps' ? step : between(clock.steps, clockOf(clock, axis), step);
}

/** At which step a run was where. */
export function stepAt({ clock }: Pick<CurveBand, 'clock'>, axis: RunAxis, axisValue: number): number {
  return axis === 'steps' ? axisValue : between(clockOf(clock, axis), clock.steps, axisValue);
}

function clockOf(clock: CurveBand['clock'], axis: Exclude<RunAxis, 'steps'>): Float64Array {
  return axis === 'time' ? clock.seconds : clock.characters;
}

/** @param smoothing 0 to 100 */
export function trainingLine(band: CurveBand, axis: RunAxis, smoothing: number): Line {
  const { run, steps, means, lows, highs } = band;
  const width = smoothingWidth(smoothing, steps.at(-1) ?? 0);
  const losses = smooth({ steps, losses: means }, width);
  return { run, axisValues: steps.map((step) => axisValueOf(band, axis, step)), losses, lows, highs };
}

export function validationLine(band: CurveBand, axis: RunAxis): Line {
  const finite = Array.from(band.validationLosses.keys()).filter((at) => Number.isFinite(band.validationLosses[at]));
  return {
    run: band.run,
    axisValues: Float64Array.from(finite, (at) => axisValueOf(band, axis, band.validationSteps[at] as number)),
    losses: Float64Array.from(finite, (at) => band.validationLosses[at] as number),
  };
}

/** The values on the axis of so many columns, from edge to edge. */
export function columnsOf({ min, max }: Range, columns: number): Float64Array {
  const last = Math.max(1, columns - 1);
  return Float64Array.from({ length: last + 1 }, (_, column) => min + ((max - min) * column) / last);
}

/**
 * The losses of a line at ascending values of the axis, in one pass; null beyond its ends, with a column's grace so
 * that a single point shows.
 */
export function valuesAt(
  axisValues: Float64Array,
  values: Float64Array | Float32Array,
  wanted: ArrayLike<number>,
): (number | null)[] {
  const first = axisValues[0];
  const last = axisValues.at(-1);
  if (first === undefined || last === undefined) return Array.from(wanted, () => null);
  const grace = wanted.length > 1 ? (wanted[1] as number) - (wanted[0] as number) : 0;
  let next = 0;
  return Array.from(wanted, (axisValue) => {
    if (axisValue < first - grace || axisValue > last + grace) return null;
    while (next < axisValues.length - 1 && (axisValues[next] as number) < axisValue) next += 1;
    return weighed(axisValues, values, Math.max(1, next), axisValue);
  });
}

/** The loss of a line at one value of the axis, found by halving; null beyond its ends. */
export function valueAt({ axisValues, losses }: Pick<Line, 'axisValues' | 'losses'>, axisValue: number): number | null {
  const [first, last] = [axisValues[0], axisValues.at(-1)];
  if (first === undefined || last === undefined || axisValue < first || axisValue > last) return null;
  const near = nearest(axisValues, axisValue);
  const next = (axisValues[near] as number) < axisValue ? near + 1 : near;
  return weighed(axisValues, losses, Math.max(1, next), axisValue);
}

/** The loss at `axisValue` between the points `next - 1` and `next`; the nearest one's beyond the ends. */
function weighed(
  axisValues: Float64Array,
  values: Float64Array | Float32Array,
  next: number,
  axisValue: number,
): number {
  const before = axisValues[next - 1] as number;
  const after = axisValues[next] ?? before;
  const share = after > before ? Math.min(1, Math.max(0, (axisValue - before) / (after - before))) : 1;
  const low = values[next - 1] as number;
  return low + share * ((values[next] ?? low) - low);
}

/** On the straight line between two marks; beyond the last one, as between the last two. */
function between(from: Float64Array, to: Float64Array, value: number): number {
  const last = from.length - 1;
  if (last < 1) return value === 0 ? 0 : (to[0] ?? 0);
  let next = from.findIndex((mark) => mark >= value);
  if (next < 0) next = last;
  next = Math.max(1, next);
  const [a, b] = [from[next - 1] as number, from[next] as number];
  const [c, d] = [to[next - 1] as number, to[next] as number];
  return b > a ? c + ((value - a) / (b - a)) * (d - c) : d;
}

/** From where the first line begins to where the last one ends. */
export function axisSpan(lines: readonly Line[]): Range {
  const max = Math.max(0, ...lines.map(({ axisValues }) => axisValues.at(-1) ?? 0));
  return { min: 0, max: max > 0 ? max : 1 };
}

/** The line that is nearest to a point of the plane in its losses; null where none is within `farthest`. */
export function nearestLine(lines: readonly Line[], axisValue: number, loss: number, farthest: number): RunId | null {
  let nearest: { readonly run: RunId; readonly distance: number } | null = null;
  for (const line of lines) {
    const value = valueAt(line, axisValue);
    if (value === null) continue;
    const distance = Math.abs(value - loss);
    if (distance <= farthest && (nearest === null || distance < nearest.distance))
      nearest = { run: line.run, distance };
  }
  return nearest?.run ?? null;
}
