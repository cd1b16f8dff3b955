// The learning rate of a step. `rateFactor` carries what plateaus and recoveries have cut, and is part of a run's
// state.

import type { Schedule, TrainingSettings } from '../protocol/settings.ts';
import { lengthAt } from './run-length.ts';
import type { Extension } from './run-length.ts';

/** Learning rate of update `step` (0 is the first) in a run of `totalSteps` that was extended so. */
export function learningRateAt(
  training: TrainingSettings,
  step: number,
  totalSteps: number,
  rateFactor: number,
  extensions: readonly Extension[] = [],
): number {
  return training.learningRate * rateFactor * scheduleShare(training.schedule, step, totalSteps, extensions);
}

/** Learning rates of the first and the last of so many steps. */
export interface RateRange {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/** Learning rate of step `index` of a range test: it grows by equal factors. */
export function testedRate({ from, to, steps }: RateRange, index: number): number {
  return from * (to / from) ** (index / Math.max(1, steps - 1));
}

function scheduleShare(schedule: Schedule, step: number, length: number, extensions: readonly Extension[]): number {
  switch (schedule.kind) {
    case 'constant':
    case 'plateau':
      return 1;
    case 'step':
      return schedule.factor ** Math.floor(step / schedule.every);
    case 'cosine':
      return extendedCosine(schedule, step, length, extensions);
  }
}

type Cosine = Extract<Schedule, { kind: 'cosine' }>;

/**
 * The cosine of a run that was extended is stretched over the new length. From the rate that it had it gets to the new
 * course in equal strides, within the warm-up or a tenth of what was added, so that a run that had reached its floor is
 * not shaken.
 */
function extendedCosine(schedule: Cosine, step: number, length: number, extensions: readonly Extension[]): number {
  const wanted = cosine(schedule, step, shareDone(schedule.warmup, step, length, extensions));
  const last = extensions.findLastIndex(({ at, keepsTime }) => at <= step && keepsTime !== true);
  if (last < 0) return wanted;
  const { at, to } = extensions[last];
  const strides = Math.min(schedule.warmup, Math.floor((to - at) / 10));
  if (step - at >= strides) return wanted;
  const before = extendedCosine(schedule, at, length, extensions.slice(0, last));
  return before + ((wanted - before) * (step - at + 1)) / (strides + 1);
}

/** Loshchilov & Hutter 2017, eq. 5, without restarts, after a linear warm-up; `done` is the share of the way down. */
function cosine({ warmup, floor }: Cosine, step: number, done: number): number {
  if (step < warmup) return (step + 1) / warmup;
  return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done));
}

/**
 * How much of the way down lies behind `step`. Where the run corrected its length to keep its time, the rest of the way
 * is spread over the steps that are left then: the share has a bend there and no jump, and so has the learning rate.
 */
function shareDone(warmup: number, step: number, length: number, extensions: readonly Extension[]): number {
  let stretch: Stretch = { from: warmup, to: lengthAt(-1, length, extensions), before: 0 };
  for (const { at, to, keepsTime } of extensions) {
    if (at > step) break;
    const from = Math.max(at, warmup);
    stretch = keepsTime ? { from, to, before: shareOf(stretch, from) } : { from: warmup, to, before: 0 };
  }
  return shareOf(stretch, step);
}

/** From step `from`, where the share `before` is done, it grows evenly to 1 at step `to`. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly before: number;
}

function shareOf({ from, to, before }: Stretch, step: number): number {
  const passed = Math.min(1, Math.max(0, step - from) / Math.max(1, to - from));
  return before + (1 - before) * passed;
}
