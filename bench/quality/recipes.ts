// What was tried to choose the defaults: each a change to the shipped settings.

import type { ModelSettings, TrainingSettings } from '../../src-engine/protocol/settings.ts';

export interface Recipe {
  readonly name: string;
  readonly model: Partial<ModelSettings>;
  readonly training: Partial<TrainingSettings>;
}

export const recipes: readonly Recipe[] = [
  { name: 'shipped defaults', model: {}, training: {} },
  { name: 'learning rate 0.010', model: {}, training: { learningRate: 0.01 } },
  { name: 'learning rate 0.005', model: {}, training: { learningRate: 0.005 } },
  { name: 'dropout 0.1', model: { dropout: 0.1 }, training: {} },
  { name: 'batch 16, 0.005', model: {}, training: { batch: 16, learningRate: 0.005 } },
  { name: 'batch 64, 0.010', model: {}, training: { batch: 64, learningRate: 0.01 } },
  { name: 'sequence 32, 0.005', model: {}, training: { sequence: 32, learningRate: 0.005 } },
  { name: 'averaged weights 0.999', model: {}, training: { averaging: 0.999 } },
  { name: 'layer norm', model: { layerNorm: true }, training: {} },
  { name: 'GRU 1×384, layer norm', model: { hidden: 384, layerNorm: true }, training: {} },
  { name: 'LSTM 1×256, layer norm', model: { cell: 'lstm', layerNorm: true }, training: {} },
  { name: 'LSTM 1×384, layer norm', model: { cell: 'lstm', hidden: 384, layerNorm: true }, training: {} },
  { name: 'CIFG 1×384, layer norm', model: { cell: 'cifg', hidden: 384, layerNorm: true }, training: {} },
  { name: 'embedding 64', model: { embedding: 64 }, training: {} },
  { name: 'GRU 1×192', model: { hidden: 192 }, training: {} },
  { name: 'GRU 1×384, 0.005', model: { hidden: 384 }, training: { learningRate: 0.005 } },
  { name: 'GRU 2×192, 0.005', model: { hidden: 192, layers: 2 }, training: { learningRate: 0.005 } },
  { name: 'LSTM 1×256', model: { cell: 'lstm' }, training: {} },
  { name: 'LSTM 1×256, dropout 0.1, 0.006', model: { cell: 'lstm', dropout: 0.1 }, training: { learningRate: 0.006 } },
  { name: 'RNN 1×512, 0.001', model: { cell: 'rnn', hidden: 512 }, training: { learningRate: 0.001 } },
];
