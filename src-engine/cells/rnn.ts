// The vanilla recurrent cell (Elman 1990) with tanh or ReLU, as torch.nn.RNN. State h, (N, H); h' comes before the
// step.
//
//   h = φ(W x + U h' + b)
//
// Backward: dgates = dh∘φ'. A chunk of T steps keeps the pre-activations and h: 2·T·N·H numbers.
// Steps forward and backward: kernels/assembly/cells/rnn.ts.

import type { Nonlinearity } from '../protocol/choices.ts';
import type { Cell } from './cell.ts';

const isBounded: Readonly<Record<Nonlinearity, boolean>> = { tanh: true, relu: false };

export function vanillaRnn(nonlinearity: Nonlinearity): Cell {
  return {
    since: 1,
    step: nonlinearity,
    gates: ['a'],
    separate: false,
    hasCell: false,
    isBounded: isBounded[nonlinearity],
    equations: [['next_h', nonlinearity, 'a']],
  };
}
