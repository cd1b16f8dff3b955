// Settings that are allowed and will probably disappoint.

import type { ModelSettings, TrainingSettings } from '../protocol/index.ts';

/** A vanilla cell with ReLU has nothing that keeps its states small; above about this Adam bursts it. */
const highestReluRate = 0.002;

/** Each a sentence with its remedy; empty where nothing is to be feared. */
export function warningsFor(model: ModelSettings, training: TrainingSettings): readonly string[] {
  const isRelu = model.cell === 'rnn' && model.nonlinearity === 'relu';
  if (!isRelu || training.optimizer === 'sgd' || training.learningRate <= highestReluRate) return [];
  return [
    `A vanilla RNN with ReLU mostly diverges at a learning rate of ${training.learningRate}. ` +
      'Take 0.001, or tanh, which stands more.',
  ];
}

/** A learning rate that suits the cell, where the user has not chosen one. */
export function suitableRate(model: ModelSettings, training: TrainingSettings): number {
  return warningsFor(model, training).length > 0 ? 0.001 : training.learningRate;
}
