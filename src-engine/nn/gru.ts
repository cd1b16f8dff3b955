// Gated recurrent unit (Cho et al. 2014) with the reset gate applied after the product, as torch.nn.GRU and cuDNN.
// Gate order r z n, each (N, H). State h.
//
//   r, z = σ(W x + b + U h' + b')   n = tanh(W x + b + r∘(U h' + b'))   h = (1−z)∘n + z∘h'

import type { Cell } from './cell.ts';

export const gru: Cell = {
  title: 'GRU',
  gates: 3,
  separate: true,
  hasCell: false,

  forward(kernels, { gates, recurrent, stepBias, hBefore, h, rows, units }) {
    kernels.gruForward({ gates, recurrent, bias: stepBias, hBefore, h, rows, units });
  },

  //   dn = dh∘(1−z)   dz = dh∘(h'−n)   dr = dn∘(U h' + b')_n   dh' += dh∘z, each through its gate's slope
  backward(kernels, { gates, recurrent, hBefore, dh, dhBefore, rows, units }) {
    kernels.gruBackward({ gates, recurrent, hBefore, dh, dhBefore, rows, units });
  },
};
