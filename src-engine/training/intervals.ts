// How long a run is in steps, and how often it validates and saves. Functions of the settings alone, so that a run that
// is continued keeps its rhythm.

import type { TrainingSettings } from '../protocol/settings.ts';

/** A forward pass costs about this share of a training step. */
export const forwardCost = 1 / 3;
/** Validations may take about this share of a run. */
const validationShare = 0.08;
const maxValidations = 200;
const minStepsApart = 10;
/**
 * The first validation comes after this share of the steps between two, so that nobody waits long for the first word on
 * the model.
 */
const firstShare = 1 / 4;

/** A step that takes longer than this and so many times the usual was not trained through: the machine slept. */
const sleepMilliseconds = 30_000;
const sleepFactor = 20;

/** @param chunksPerEpoch of the run's source */
export function stepsPerEpoch(training: TrainingSettings, chunksPerEpoch: number): number {
  return chunksPerEpoch / training.accumulate;
}

/** Of lines that are shorter than the sequence, with their padding. */
export function charactersPerStep(training: TrainingSettings): number {
  return training.batch * training.sequence * training.accumulate;
}

/** Steps of a run whose length is not a matter of this machine's speed; null for a run by the minute. */
export function knownSteps(training: TrainingSettings, chunksPerEpoch: number): number | null {
  switch (training.length.kind) {
    case 'steps':
      return Math.max(1, Math.round(training.length.steps));
    case 'epochs':
      return Math.max(1, Math.ceil(training.length.epochs * stepsPerEpoch(training, chunksPerEpoch)));
    case 'minutes':
      return null;
  }
}

/** Steps between validations of `heldOut` characters. */
export function validateEvery(training: TrainingSettings, totalSteps: number, heldOut: number): number {
  if (training.validateEvery > 0) return training.validateEvery;
  const byCost = (heldOut * forwardCost) / (validationShare * charactersPerStep(training));
  return Math.max(1, Math.ceil(Math.max(minStepsApart, byCost, totalSteps / maxValidations)));
}

/** The step of the first validation, where there are so many steps `between` two. */
export function firstValidation(training: TrainingSettings, between: number): number {
  if (training.validateEvery > 0) return between;
  return Math.min(between, Math.max(minStepsApart, Math.ceil(firstShare * between)));
}

/** Whether the held-out part is measured after `step`. @param heldOut characters */
export function isTimeToValidate(
  training: TrainingSettings,
  { step, totalSteps }: { readonly step: number; readonly totalSteps: number },
  heldOut: number,
): boolean {
  const between = validateEvery(training, totalSteps, heldOut);
  return step >= totalSteps || step % between === 0 || step === firstValidation(training, between);
}

/** Steps between checkpoints; every validation also makes one, so that the best model is kept. */
export function checkpointEvery(training: TrainingSettings, validations: number): number {
  return training.checkpointEvery > 0 ? training.checkpointEvery : validations;
}

/** What a step took while the machine was awake, in milliseconds: clocks of some systems go on while it sleeps. */
export function wakefulTime(milliseconds: number, typical: number): number {
  return milliseconds > sleepMilliseconds && milliseconds > sleepFactor * typical ? typical : milliseconds;
}
