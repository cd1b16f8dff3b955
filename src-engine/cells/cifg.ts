// The LSTM with coupled input and forget gate, CIFG: what is forgotten makes room for what is new, i = 1 − f (Greff et
// al. 2015, "LSTM: A Search Space Odyssey", section 3, which finds it no worse than the LSTM). torch.nn has no such
// layer.
// State h and c, (N, H) each. Gates (N, 3H) in the order f g o. ∘ is the product number by number; h' and c' come
// before the step.
//
//   f, o = σ(W x + U h' + b)   g = tanh(W x + U h' + b)   c = f∘c' + (1−f)∘g = g + f∘(c'−g)   h = o∘tanh c
//
// Backward: dc += dh∘o∘(1−tanh² c)   do = dh∘tanh c   df = dc∘(c'−g)   dg = dc∘(1−f)   dc' = dc∘f, each through its
// gate's slope.
// A chunk of T steps keeps 3 gates, h, c and tanh c: 6·T·N·H numbers, and (N, H) for dc. The bias of f begins at 1, as
// the LSTM's.
// Steps forward and backward: kernels/assembly/cells/cifg.ts.

import type { Cell } from './cell.ts';

export const cifg: Cell = {
  since: 1,
  step: 'cifg',
  gates: ['f', 'g', 'o'],
  separate: false,
  hasCell: true,
  isBounded: true,
  equations: [
    ['forget', 'sigmoid', 'f'],
    ['outlet', 'sigmoid', 'o'],
    ['inlet', 'subtract', '1', 'forget'],
    ['kept', 'multiply', 'forget', 'c'],
    ['fresh', 'tanh', 'g'],
    ['added', 'multiply', 'inlet', 'fresh'],
    ['next_c', 'add', 'kept', 'added'],
    ['tanh_c', 'tanh', 'next_c'],
    ['next_h', 'multiply', 'outlet', 'tanh_c'],
  ],
};
