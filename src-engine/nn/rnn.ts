// The vanilla recurrent cell (Elman 1990) with tanh or ReLU, as torch.nn.RNN. State h, (N, H); h' comes before the step.
//
//   h = φ(W x + U h' + b)
//
// Backward: dgates = dh∘φ'. A chunk of T steps keeps the pre-activations and h: 2·T·N·H numbers.
// Steps: kernels/assembly/cells/rnn.ts, and in float64 kernels/reference/cells/rnn.ts.

import type { Cell } from './cell.ts';

export const tanhRnn: Cell = { title: 'RNN (tanh)', step: 'tanh', gates: 1, separate: false, hasCell: false };
export const reluRnn: Cell = { title: 'RNN (ReLU)', step: 'relu', gates: 1, separate: false, hasCell: false };
