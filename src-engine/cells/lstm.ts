// Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000), as torch.nn.LSTM.
// State h and c, (N, H) each. Gates (N, 4H) in the order i f g o. ∘ is the product number by number; h' and c' come
// before the step.
//
//   i, f, o = σ(W x + U h' + b)   g = tanh(W x + U h' + b)   c = f∘c' + i∘g   h = o∘tanh c
//
// Backward: dc += dh∘o∘(1−tanh² c)   do = dh∘tanh c   di = dc∘g   df = dc∘c'   dg = dc∘i   dc' = dc∘f, each through its
// gate's slope.
// A chunk of T steps keeps 4 gates, h, c and tanh c: 7·T·N·H numbers, and (N, H) for dc.
// Steps forward and backward: kernels/assembly/cells/lstm.ts.

import type { Cell } from './cell.ts';

export const lstm: Cell = {
  since: 1,
  step: 'lstm',
  gates: ['i', 'f', 'g', 'o'],
  separate: false,
  hasCell: true,
  isBounded: true,
  equations: [
    ['sigmoid_i', 'sigmoid', 'i'],
    ['sigmoid_f', 'sigmoid', 'f'],
    ['sigmoid_o', 'sigmoid', 'o'],
    ['kept', 'multiply', 'sigmoid_f', 'c'],
    ['tanh_g', 'tanh', 'g'],
    ['added', 'multiply', 'sigmoid_i', 'tanh_g'],
    ['next_c', 'add', 'kept', 'added'],
    ['tanh_c', 'tanh', 'next_c'],
    ['next_h', 'multiply', 'sigmoid_o', 'tanh_c'],
  ],
};
