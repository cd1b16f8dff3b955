// The settings of somebody who presses Train without touching anything.

import type { ModelSettings, Preparation, TrainingSettings } from '../protocol/index.ts';
import { modelRows } from './model.ts';
import { defaultThreads } from './processors.ts';
import { defaultsOf } from './setting.ts';
import { trainingRows } from './training.ts';

export const defaultModel = defaultsOf<ModelSettings>(modelRows);

/**
 * @param processors physical cores of this machine
 * @param preferred threads that the user wants; null: as many as suit the machine
 */
export function defaultTraining(processors: number, preferred: number | null = null): TrainingSettings {
  const training = defaultsOf<TrainingSettings>(trainingRows);
  return { ...training, threads: Math.min(preferred ?? defaultThreads(training.batch, processors), training.batch) };
}

/** A text as it is: only its encoding is found out and its line ends become \n. */
export const defaultPreparation: Preparation = {
  encoding: null,
  unit: 'codepoint',
  separator: '\n\n',
  cleaning: [],
  rare: { below: 2, treatment: 'keep' },
};
