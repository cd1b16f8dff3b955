// What was tried to choose the defaults: each a change to the shipped settings.

import type { ModelSettings, TrainingSettings } from '../../src-engine/protocol/settings.ts';

export interface Recipe {
  readonly name: string;
  readonly model: Partial<ModelSettings>;
  readonly training: Partial<TrainingSettings>;
}

export const recipes: readonly Recipe[] = [
  { name: 'shipped defaults', model: {}, training: {} },
  { name: 'learning rate 0.009', model: {}, training: { learningRate: 0.009 } },
  { name: 'learning rate 0.004', model: {}, training: { learningRate: 0.004 } },
  { name: 'no dropout', model: { dropout: 0 }, training: {} },
  { name: 'dropout 0.2', model: { dropout: 0.2 }, training: {} },
  { name: 'averaged weights 0.999', model: {}, training: { averaging: 0.999 } },
  { name: 'batch 16', model: {}, training: { batch: 16, learningRate: 0.004 } },
  { name: 'batch 16, no dropout', model: { dropout: 0 }, training: { batch: 16, learningRate: 0.004 } },
  { name: 'batch 24, no dropout', model: { dropout: 0 }, training: { batch: 24 } },
  { name: 'batch 24, no dropout, 0.009', model: { dropout: 0 }, training: { batch: 24, learningRate: 0.009 } },
  {
    name: 'H = 192, batch 24, no dropout, 0.008',
    model: { hidden: 192, dropout: 0 },
    training: { batch: 24, learningRate: 0.008 },
  },
  {
    name: 'GRU 256, batch 24, no dropout',
    model: { cell: 'gru', dropout: 0 },
    training: { batch: 24, learningRate: 0.006 },
  },
  {
    name: 'LSTM 256, batch 24, embedding 64',
    model: { embedding: 64, dropout: 0 },
    training: { batch: 24, learningRate: 0.006 },
  },
  {
    name: 'layer norm, batch 24, no dropout, 0.009',
    model: { layerNorm: true, dropout: 0 },
    training: { batch: 24, learningRate: 0.009 },
  },
  {
    name: 'sequence 32, no dropout, 0.005',
    model: { dropout: 0 },
    training: { sequence: 32, learningRate: 0.005 },
  },
  {
    name: 'GRU 256, sequence 32, no dropout, 0.004',
    model: { cell: 'gru', dropout: 0 },
    training: { sequence: 32, learningRate: 0.004 },
  },
  {
    name: 'GRU 256, no dropout, 0.007',
    model: { cell: 'gru', dropout: 0 },
    training: { learningRate: 0.007 },
  },
  {
    name: 'GRU 256, batch 24, dropout 0.1, 0.006',
    model: { cell: 'gru' },
    training: { batch: 24, learningRate: 0.006 },
  },
  { name: 'sequence 100', model: {}, training: { sequence: 100 } },
  { name: 'H = 192', model: { hidden: 192 }, training: {} },
  { name: 'H = 384', model: { hidden: 384 }, training: { learningRate: 0.005 } },
  { name: '2 × 192', model: { hidden: 192, layers: 2 }, training: { learningRate: 0.005 } },
  { name: 'GRU 256', model: { cell: 'gru' }, training: { learningRate: 0.005 } },
  { name: 'RNN 512', model: { cell: 'rnn', hidden: 512 }, training: { learningRate: 0.001 } },
];
