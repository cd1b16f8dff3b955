// Gated recurrent unit (Cho et al. 2014) with the reset gate applied after the product, as torch.nn.GRU and cuDNN.
// State h, (N, H). Gates (N, 3H) in the order r z n. ∘ is the product number by number; h' comes before the step.
//
//   r, z = σ(W x + b + U h' + b')   n = tanh(W x + b + r∘(U h' + b'))   h = (1−z)∘n + z∘h'
//
// Backward: dn = dh∘(1−z)   dz = dh∘(h'−n)   dr = dn∘(U h' + b')_n   dh' += dh∘z, each through its gate's slope.
// A chunk of T steps keeps 3 gates, the 3 parts of the recurrent product, and h: 7·T·N·H numbers.
// Steps forward and backward: kernels/assembly/cells/gru.ts.

import type { Cell } from './cell.ts';

export const gru: Cell = {
  since: 1,
  step: 'gru',
  gates: ['r', 'z', 'n'],
  separate: true,
  hasCell: false,
  isBounded: true,
  equations: [
    ['r_sum', 'add', 'r_ih', 'r_hh'],
    ['r', 'sigmoid', 'r_sum'],
    ['z_sum', 'add', 'z_ih', 'z_hh'],
    ['z', 'sigmoid', 'z_sum'],
    ['n_reset', 'multiply', 'r', 'n_hh'],
    ['n_sum', 'add', 'n_ih', 'n_reset'],
    ['n', 'tanh', 'n_sum'],
    ['fresh_share', 'subtract', '1', 'z'],
    ['fresh', 'multiply', 'fresh_share', 'n'],
    ['kept', 'multiply', 'z', 'h'],
    ['next_h', 'add', 'fresh', 'kept'],
  ],
};
