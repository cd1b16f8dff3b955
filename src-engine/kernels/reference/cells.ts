// The time steps of the cells in float64.

import type { CellKernels } from '../kernels.ts';
import type { CellStep } from '../layouts.ts';
import { cifg } from './cells/cifg.ts';
import { gru } from './cells/gru.ts';
import { lstm } from './cells/lstm.ts';
import { relu, tanh } from './cells/rnn.ts';
import type { ReferenceStep } from './cells/steps.ts';

const steps: Readonly<Record<CellStep, ReferenceStep>> = { lstm, cifg, gru, tanh, relu };

export function referenceCells(x: Float64Array): CellKernels {
  return {
    stepForward: (step, at) => {
      steps[step].forward(x, at);
    },
    stepBackward: (step, at) => {
      steps[step].backward(x, at);
    },
  };
}
