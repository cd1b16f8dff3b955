// The figures of single steps as lines of small charts: which there are, what they are called, and where they lie in
// their frame.

import type { Gauges } from '../../../../src-engine/protocol/index.ts';
import { count, finePercent } from '../../../text/format.ts';
import type { Term } from '../../../text/help/glossary.ts';
import { say } from '../../../text/say.ts';

export interface GaugeLine {
  readonly name: string;
  readonly values: readonly number[];
}

export interface GaugePicture {
  readonly key: string;
  readonly title: string;
  readonly term: Term;
  readonly explanation: string;
  /** A share is drawn from 0 to 1, other figures on a logarithmic scale. */
  readonly isShare: boolean;
  readonly lines: readonly GaugeLine[];
}

/** One picture for the norms, one for the ratio, one for each layer with gates. */
export function picturesOf({ points, gates, layers }: Gauges): readonly GaugePicture[] {
  const norms: readonly GaugeLine[] = [
    { name: say`before clipping`, values: points.map(({ gradientNorm }) => gradientNorm) },
    { name: say`after clipping`, values: points.map(({ clippedNorm }) => clippedNorm) },
  ];
  return [
    {
      key: 'norm',
      title: say`Gradient norm`,
      term: 'gradient-norm',
      explanation: `${say`The length of the whole gradient. Where the lines part, clipping has shortened it.`} ${clippedWords(points)}`,
      isShare: false,
      lines: norms,
    },
    {
      key: 'ratio',
      title: say`Update to weight`,
      term: 'update-ratio',
      explanation: say`How far a step moves the weights, as a share of their size. About one in a thousand is usual.`,
      isShare: false,
      lines: [{ name: say`ratio`, values: points.map(({ updateRatio }) => updateRatio) }],
    },
    ...(gates.length === 0
      ? []
      : Array.from({ length: layers }, (_, layer) => saturationOf({ points, gates, layers }, layer))),
  ];
}

/** Of all steps only some were looked at. */
function clippedWords(points: Gauges['points']): string {
  // What was not clipped may still differ by rounding.
  const clipped = points.filter(({ gradientNorm, clippedNorm }) => clippedNorm < gradientNorm * (1 - 1e-5)).length;
  return clipped === 0
    ? say`None of the steps that were looked at was clipped.`
    : say`Clipped in ${finePercent(clipped / points.length)} of the steps that were looked at.`;
}

function saturationOf({ points, gates, layers }: Gauges, layer: number): GaugePicture {
  return {
    key: `layer-${layer}`,
    title: layers === 1 ? say`Gate saturation` : say`Gate saturation, layer ${count(layer)}`,
    term: 'gate-saturation',
    explanation: say`Share of each gate’s values below 0.1 (shut) and above 0.9 (open). A gate that is always either learns no more.`,
    isShare: true,
    lines: gates.flatMap((gate, at) => {
      const index = 2 * (layer * gates.length + at);
      return [
        { name: say`${gate} shut`, values: points.map(({ saturation }) => saturation[index] ?? NaN) },
        { name: say`${gate} open`, values: points.map(({ saturation }) => saturation[index + 1] ?? NaN) },
      ];
    }),
  };
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly bottom: number;
  readonly lastStep: number;
  /** In the figures themselves. */
  readonly min: number;
  readonly max: number;
  readonly isShare: boolean;
}

export function frameOf(picture: GaugePicture, lastStep: number, width: number, height: number): Frame {
  const room = { width, height, left: 44, bottom: 20, lastStep: Math.max(1, lastStep), isShare: picture.isShare };
  if (picture.isShare) return { ...room, min: 0, max: 1 };
  const positive = picture.lines.flatMap(({ values }) => values.filter((value) => value > 0 && Number.isFinite(value)));
  const low = positive.length === 0 ? 0.1 : positive.reduce((lowest, value) => Math.min(lowest, value));
  const high = positive.length === 0 ? 1 : positive.reduce((highest, value) => Math.max(highest, value));
  return { ...room, min: low / 1.25, max: high * 1.25 };
}

export function xOf({ left, width, lastStep }: Frame, step: number): number {
  return left + (step / lastStep) * (width - left - 4);
}

export function yOf({ height, bottom, min, max, isShare }: Frame, value: number): number {
  const share = isShare
    ? (value - min) / (max - min)
    : (Math.log(Math.max(value, min)) - Math.log(min)) / (Math.log(max) - Math.log(min));
  return height - bottom - share * (height - bottom - 6);
}

/** As a polyline has it; figures that are none are left out. */
export function polylineOf(frame: Frame, steps: readonly number[], values: readonly number[]): string {
  return steps
    .flatMap((step, at) => {
      const value = values[at];
      return value === undefined || !Number.isFinite(value)
        ? []
        : [`${xOf(frame, step).toFixed(1)},${yOf(frame, value).toFixed(1)}`];
    })
    .join(' ');
}

/** Figures to label the axis with: thirds of a share, else powers of ten, or the edges where there is none between. */
export function ticksOf({ min, max, isShare }: Frame): readonly number[] {
  if (isShare) return [0, 0.5, 1];
  const first = Math.ceil(Math.log10(min));
  const last = Math.floor(Math.log10(max));
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => 10 ** (first + at));
  return powers.length > 0 ? powers : [min * 1.25, max / 1.25];
}
