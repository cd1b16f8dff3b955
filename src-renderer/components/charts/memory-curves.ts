// The geometry of a memory chart: how many characters back to the right, the share of the gradient that is left
// downwards, on a logarithmic scale down to a millionth.

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** The last k. */
  readonly last: number;
}

/** The least share that is drawn, as a power of ten. */
const lowest = -6;
export const powers = [0, -2, -4, -6] as const;

export function xOf({ left, right, width, last }: Frame, k: number): number {
  return left + (k / last) * (width - left - right);
}

export function yOf({ top, bottom, height }: Frame, norm: number): number {
  const log = Math.min(0.35, Math.max(lowest, Math.log10(norm)));
  return top + (-log / -lowest) * (height - top - bottom);
}

/** The nearest k to a place in the chart. */
export function distanceAt(frame: Frame, x: number): number {
  const { left, right, width, last } = frame;
  return Math.min(last, Math.max(0, Math.round(((x - left) / (width - left - right)) * last)));
}

/** As the points of a polyline, down to where it leaves the chart. */
export function lineOf(frame: Frame, norms: readonly number[]): string {
  const below = norms.findIndex((norm) => norm < 10 ** lowest);
  const shown = below < 0 ? norms : norms.slice(0, below + 1);
  return shown.map((norm, k) => `${xOf(frame, k).toFixed(1)},${yOf(frame, norm).toFixed(1)}`).join(' ');
}

/** Round distances for the axis, four or five of them. */
export function ticksOf(last: number): number[] {
  const step = [5, 10, 20, 25, 50, 100].find((wanted) => last / wanted <= 4.5) ?? 200;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
}
