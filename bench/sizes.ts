// What is measured, and the settings all benches share.

import { cells } from '../src-engine/protocol/choices.ts';
import type { CellKind } from '../src-engine/protocol/choices.ts';
import type { ModelSettings, TrainingSettings } from '../src-engine/protocol/settings.ts';
import { defaultModel, defaultTraining } from '../src-engine/settings/defaults.ts';

export interface Size {
  readonly cell: CellKind;
  readonly layers: number;
  readonly hidden: number;
}

export const vocabularySize = 65;
export const batchSize = 50;
export const sequenceLength = 50;

export const sizes: readonly Size[] = cells.flatMap((cell) =>
  [
    [1, 128],
    [2, 128],
    [2, 256],
    [2, 512],
    [1, 1024],
  ].map(([layers, hidden]) => ({ cell, layers, hidden })),
);

export function nameOf({ cell, layers, hidden }: Size): string {
  return `${cell.toUpperCase()} ${layers}×${hidden}`;
}

export function modelOf({ cell, layers, hidden }: Size): ModelSettings {
  return {
    ...defaultModel,
    cell,
    nonlinearity: 'tanh',
    hidden,
    layers,
    embedding: 0,
    tieWeights: false,
    dropout: 0,
    recurrentDropout: 0,
    layerNorm: false,
  };
}

export function trainingOf(threads: number, changes: Partial<TrainingSettings> = {}): TrainingSettings {
  return {
    ...defaultTraining(threads),
    batch: batchSize,
    sequence: sequenceLength,
    length: { kind: 'steps', steps: 1_000_000 },
    seed: 1,
    threads,
    validation: 0,
    test: 0,
    optimizer: 'adamw',
    learningRate: 0.001,
    momentum: 0.9,
    secondMomentum: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
    clipping: { kind: 'norm', limit: 1 },
    schedule: { kind: 'constant' },
    accumulate: 1,
    averaging: 0,
    validateEvery: 0,
    checkpointEvery: 1_000_000,
    patience: 0,
    ...changes,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
