// The settings of somebody who presses Train without touching anything.

import type { ModelSettings, Preparation, Schedule, ScheduleKind, TrainingSettings } from '../protocol/index.ts';
import { defaultThreads } from './processors.ts';

export const defaultModel: ModelSettings = {
  cell: 'gru',
  nonlinearity: 'tanh',
  hidden: 256,
  layers: 1,
  embedding: 0,
  tieWeights: false,
  dropout: 0,
  recurrentDropout: 0,
  layerNorm: false,
};

const batch = 32;

/** What a schedule has where nothing else is said. */
export const defaultSchedules = {
  constant: { kind: 'constant' },
  cosine: { kind: 'cosine', warmup: 50, floor: 0.02 },
  step: { kind: 'step', every: 1000, factor: 0.5 },
  plateau: { kind: 'plateau', patience: 3, factor: 0.5 },
} as const satisfies { readonly [Kind in ScheduleKind]: Extract<Schedule, { readonly kind: Kind }> };

/** @param processors physical cores of this machine */
export function defaultTraining(processors: number): TrainingSettings {
  return {
    batch,
    sequence: 64,
    length: { kind: 'minutes', minutes: 3 },
    seed: 1,
    threads: defaultThreads(batch, processors),
    validation: 0.1,
    test: 0,
    optimizer: 'adamw',
    learningRate: 0.007,
    momentum: 0.9,
    secondMomentum: 0.99,
    epsilon: 1e-8,
    weightDecay: 0.01,
    clipping: { kind: 'norm', limit: 1 },
    schedule: defaultSchedules.cosine,
    accumulate: 1,
    averaging: 0,
    validateEvery: 0,
    checkpointEvery: 0,
    patience: 0,
  };
}

/** A text as it is: only its encoding is found out and its line ends become \n. */
export const defaultPreparation: Preparation = {
  encoding: null,
  unit: 'codepoint',
  separator: '\n\n',
  cleaning: [],
  rare: { below: 2, treatment: 'keep' },
};
