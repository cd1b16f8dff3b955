// One step of the vanilla cell in float64; `nn/rnn.ts` has the formulas.

import type { ReferenceStep } from './steps.ts';

export const tanh: ReferenceStep = {
  forward(x, { gates, h, rows, units }) {
    for (let j = 0; j < rows * units; j++) x[h + j] = Math.tanh(x[gates + j]);
  },
  backward(x, { gates, h, dh, rows, units }) {
    for (let j = 0; j < rows * units; j++) x[gates + j] = x[dh + j] * (1 - x[h + j] ** 2);
  },
};

export const relu: ReferenceStep = {
  forward(x, { gates, h, rows, units }) {
    for (let j = 0; j < rows * units; j++) x[h + j] = Math.max(0, x[gates + j]);
  },
  backward(x, { gates, h, dh, rows, units }) {
    for (let j = 0; j < rows * units; j++) x[gates + j] = x[h + j] > 0 ? x[dh + j] : 0;
  },
};
