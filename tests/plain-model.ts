// A model without any extras, for tests that are not about the defaults: it stays as it is when they change.

import type { ModelSettings } from '../src-engine/protocol/settings.ts';

export const plainModel: ModelSettings = {
  cell: 'gru',
  nonlinearity: 'tanh',
  hidden: 256,
  layers: 1,
  embedding: 0,
  tieWeights: false,
  layerNorm: false,
  dropout: 0,
  recurrentDropout: 0,
};
