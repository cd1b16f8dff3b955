// The learning rate of a step. `rateFactor` carries what plateaus and recoveries have cut, and is part of a run's state.

import type { Schedule, TrainingSettings } from '../protocol/settings.ts';
import { type Extension, lengthAt } from './course.ts';

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
 * The cosine of a run whose length was changed is stretched over the new one. From the rate that it had it gets to the new course
 * in equal strides, within the warm-up or a tenth of what was added, so that a run that had reached its floor is not shaken.
 */
function extendedCosine(schedule: Cosine, step: number, length: number, extensions: readonly Extension[]): number {
  const wanted = cosine(schedule, step, lengthAt(step, length, extensions));
  const place = extensions.findLastIndex(({ at }) => at <= step);
  if (place < 0) return wanted;
  const { at, to } = extensions[place];
  const strides = Math.min(schedule.warmup, Math.floor((to - at) / 10));
  if (step - at >= strides) return wanted;
  const before = extendedCosine(schedule, at, length, extensions.slice(0, place));
  return before + ((wanted - before) * (step - at + 1)) / (strides + 1);
}

/** Loshchilov & Hutter 2017, eq. 5, without restarts, after a linear warm-up. */
function cosine({ warmup, floor }: Cosine, step: number, totalSteps: number): number {
  if (step < warmup) return (step + 1) / warmup;
  const done = Math.min(1, (step - warmup) / Math.max(1, totalSteps - warmup));
  return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * done));
}
