// The vanilla recurrent cell (Elman 1990) with tanh or ReLU, as torch.nn.RNN. State h.
//
//   h = φ(W x + U h' + b)

import type { Cell } from './cell.ts';

export const tanhRnn: Cell = {
  title: 'RNN (tanh)',
  gates: 1,
  separate: false,
  hasCell: false,

  forward(kernels, { gates, h, rows, units }) {
    kernels.tanhForward(gates, h, rows * units);
  },

  backward(kernels, { gates, h, dh, rows, units }) {
    kernels.tanhBackward(h, dh, gates, rows * units);
  },
};

export const reluRnn: Cell = {
  title: 'RNN (ReLU)',
  gates: 1,
  separate: false,
  hasCell: false,

  forward(kernels, { gates, h, rows, units }) {
    kernels.reluForward(gates, h, rows * units);
  },

  backward(kernels, { gates, h, dh, rows, units }) {
    kernels.reluBackward(h, dh, gates, rows * units);
  },
};
