// Gated recurrent unit (Cho et al. 2014) with the reset gate applied after the product, as torch.nn.GRU and cuDNN.
// State h, (N, H). Gates (N, 3H) in the order r z n. ∘ is the product number by number; h' comes before the step.
//
//   r, z = σ(W x + b + U h' + b')   n = tanh(W x + b + r∘(U h' + b'))   h = (1−z)∘n + z∘h'
//
// Backward: dn = dh∘(1−z)   dz = dh∘(h'−n)   dr = dn∘(U h' + b')_n   dh' += dh∘z, each through its gate's slope.
// A chunk of T steps keeps 3 gates, the 3 parts of the recurrent product, and h: 7·T·N·H numbers.
// Steps: kernels/assembly/cells/gru.ts, and in float64 kernels/reference/cells/gru.ts.

import type { Cell } from './cell.ts';

export const gru: Cell = { title: 'GRU', step: 'gru', gates: 3, separate: true, hasCell: false };
