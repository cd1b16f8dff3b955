// A run as the engine tells it, for tests of the page.

import type { CorpusId, Curve, EngineEvent, LossPoint, RunDetail, RunId } from '../../src-engine/protocol/index.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { plainModel } from '../plain-model.ts';

const run = 4 as RunId;

export function detailAt(step: number, change: Partial<RunDetail> = {}): RunDetail {
  return {
    id: run,
    name: 'LSTM 1×256',
    corpus: 1 as CorpusId,
    corpusName: 'Moby-Dick',
    model: plainModel,
    labels: [],
    training: defaultTraining(2),
    state: 'training',
    message: null,
    queuePlace: null,
    parent: null,
    step,
    totalSteps: 1000,
    epoch: step / 100,
    best: null,
    loss: 2,
    seconds: 10,
    characters: 200 * step,
    starred: false,
    createdAt: 0,
    thumbnail: [],
    parameters: 1,
    kernels: null,
    checkpoints: [],
    specimens: [],
    test: null,
    retention: { keepLast: 3, keepEvery: null },
    ...change,
  };
}

export function curveOf(training: readonly LossPoint[], validation: readonly LossPoint[] = []): Curve {
  return {
    steps: Float64Array.from(training, (point) => point.step),
    losses: Float32Array.from(training, (point) => point.loss),
    validationSteps: Float64Array.from(validation, (point) => point.step),
    validationLosses: Float32Array.from(validation, (point) => point.loss),
    accuracies: new Float32Array(validation.length).fill(Number.NaN),
    trainingAccuracies: new Float32Array(validation.length).fill(Number.NaN),
  };
}

export function progress(step: number, points: readonly LossPoint[], of: RunId = run): EngineEvent {
  return {
    kind: 'run.progress',
    run: of,
    step,
    totalSteps: 1000,
    epoch: step / 100,
    loss: 1.9,
    learningRate: 0.006,
    charactersPerSecond: 50_000,
    seconds: 11,
    characters: 200 * step,
    secondsLeft: 9,
    forecast: null,
    peakShare: 0.7,
    points,
  };
}
