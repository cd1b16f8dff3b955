// Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000), as torch.nn.LSTM.
// Gate order i f g o, each (N, H). State h and c.
//
//   i, f, o = σ(W x + U h' + b)   g = tanh(W x + U h' + b)   c = f∘c' + i∘g   h = o∘tanh c

import type { Cell } from './cell.ts';

export const lstm: Cell = {
  title: 'LSTM',
  gates: 4,
  separate: false,
  hasCell: true,

  forward(kernels, { gates, cBefore, c, cTanh, h, rows, units }) {
    kernels.lstmForward({ gates, cBefore, c, cTanh, h, rows, units });
  },

  //   dc += dh∘o∘(1−tanh² c)   do = dh∘tanh c   di = dc∘g   df = dc∘c'   dg = dc∘i   dc' = dc∘f, each through its gate's slope
  backward(kernels, { gates, cBefore, cTanh, dh, dc, rows, units }) {
    kernels.lstmBackward({ gates, cBefore, cTanh, dh, dc, rows, units });
  },
};
