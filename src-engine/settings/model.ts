// The settings of a model, a row each.

import { cellSince } from '../cells/index.ts';
import { cells, nonlinearities } from '../protocol/choices.ts';
import type { ModelSettings } from '../protocol/index.ts';
import { maxLayers } from '../protocol/run-limits.ts';
import { settingWords as words } from '../protocol/words/settings.ts';
import type { Rows } from './setting.ts';
import { choice, flag, number, whole } from './values.ts';

const group = 'model';

export const modelRows = {
  cell: {
    default: 'cifg',
    schema: choice(words.cell.title, cells),
    members: cellSince,
    flag: '--cell <cell>',
    group,
  },
  nonlinearity: {
    default: 'tanh',
    schema: choice(words.nonlinearity.title, nonlinearities),
    members: { tanh: 1, relu: 1 },
    flag: '--nonlinearity <name>',
    group,
    companion: { setting: 'cell', values: ['rnn'] },
  },
  hidden: { default: 384, schema: whole(words.hidden.title, 1, 4096), flag: '--hidden <units>', group },
  layers: { default: 1, schema: whole(words.layers.title, 1, maxLayers), flag: '--layers <n>', group },
  embedding: { default: 0, schema: whole(words.embedding.title, 0, 4096), flag: '--embedding <width>', group },
  tieWeights: { default: false, schema: flag(words.tieWeights.title), flag: '--tie-weights', group },
  layerNorm: { default: true, schema: flag(words.layerNorm.title), flag: '--layer-norm', group },
  dropout: { default: 0, schema: number(words.dropout.title, 0, 0.9), flag: '--dropout <share>', group, slider: 0.05 },
  recurrentDropout: {
    default: 0.2,
    schema: number(words.recurrentDropout.title, 0, 0.9),
    flag: '--recurrent-dropout <share>',
    group,
    slider: 0.05,
  },
} as const satisfies Rows<ModelSettings>;
