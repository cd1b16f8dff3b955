// Text, model and training of the run that all damage is done to.

import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { plainModel } from '../plain-model.ts';

export const tinyText = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40);

export const tinyModel = { ...plainModel, cell: 'lstm', hidden: 16, dropout: 0.1 } as const;

/** A checkpoint every few steps, a validation now and then. */
export const tinyTraining = {
  ...defaultTraining(1),
  batch: 4,
  sequence: 16,
  threads: 1,
  checkpointEvery: 5,
  validateEvery: 20,
  averaging: 0.99,
  length: { kind: 'steps', steps: 600 },
} as const;

/** Of a run that another command is to find at work, however fast the disk is. */
export const longLength = { kind: 'steps', steps: 2400 } as const;
