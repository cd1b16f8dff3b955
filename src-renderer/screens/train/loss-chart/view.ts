// What the loss chart shows of its series: smoothed how, in which part of the plane. The same on the screen and on
// paper.

import { smooth, smoothingWidth } from '../../../../src-engine/protocol/smoothing.ts';
import type { Series } from '../../../engine/series.ts';
import type { LossScale } from '../../../state/preferences.svelte.ts';
import type { LossUnit } from '../../../text/loss-units.ts';
import { lossRange, stepRange } from '../../../components/charts/ranges.ts';
import type { Range } from '../../../components/charts/ranges.ts';
import type { Yardstick } from '../../../text/yardsticks.ts';

export interface ChartContent {
  readonly training: Series;
  readonly validation: Series;
  readonly totalSteps: number | null;
  /** Losses to compare with, in nats. */
  readonly yardsticks: readonly Yardstick[];
  readonly unit: LossUnit;
  readonly scale: LossScale;
  /** 0 to 100. */
  readonly smoothing: number;
  /** Null shows all steps. */
  readonly zoom: Range | null;
}

export interface Frame {
  readonly steps: Range;
  /** In the unit of the chart, as all losses here. */
  readonly losses: Range;
  /** Losses of the dashed lines. */
  readonly yardsticks: readonly number[];
}

/** From nats to the unit. */
export function factorOf(unit: LossUnit): number {
  return unit === 'bits' ? 1 / Math.LN2 : 1;
}

export function lastStepOf({ training, validation }: Pick<ChartContent, 'training' | 'validation'>): number {
  return Math.max(training.steps.at(-1) ?? 0, validation.steps.at(-1) ?? 0);
}

/** Smoothed training losses, in nats. */
export function smoothedOf({ training, smoothing }: ChartContent, lastStep: number): Float64Array {
  return smooth(training, smoothingWidth(smoothing, lastStep));
}

export function frameOf(content: ChartContent, lastStep: number): Frame {
  const { training, validation, totalSteps, yardsticks, scale, zoom } = content;
  const factor = factorOf(content.unit);
  const steps = zoom ?? stepRange(lastStep, totalSteps);
  const goals = zoom ? [] : yardsticks.map(({ loss }) => loss);
  const losses = lossRange([training, validation], steps, scale, goals);
  return {
    steps,
    losses: { min: losses.min * factor, max: losses.max * factor },
    yardsticks: yardsticks.map(({ loss }) => loss * factor),
  };
}
