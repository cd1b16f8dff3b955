// One step of the CIFG-LSTM in float64; `nn/cifg.ts` has the formulas.

import { sigmoid } from './sigmoid.ts';
import type { ReferenceStep } from './steps.ts';

export const cifg: ReferenceStep = {
  forward(x, { gates, cBefore, c, cTanh, h, rows, units }) {
    for (let n = 0; n < rows; n++) {
      for (let u = 0; u < units; u++) {
        const at = gates + n * 3 * units + u;
        const unit = n * units + u;
        const f = (x[at] = sigmoid(x[at]));
        const g = (x[at + units] = Math.tanh(x[at + units]));
        const o = (x[at + 2 * units] = sigmoid(x[at + 2 * units]));
        x[c + unit] = f * x[cBefore + unit] + (1 - f) * g;
        x[cTanh + unit] = Math.tanh(x[c + unit]);
        x[h + unit] = o * x[cTanh + unit];
      }
    }
  },

  backward(x, { gates, cBefore, cTanh, dh, dc, rows, units }) {
    for (let n = 0; n < rows; n++) {
      for (let u = 0; u < units; u++) {
        const at = gates + n * 3 * units + u;
        const unit = n * units + u;
        const [f, g, o] = [x[at], x[at + units], x[at + 2 * units]];
        const t = x[cTanh + unit];
        const dcHere = x[dc + unit] + x[dh + unit] * o * (1 - t * t);
        x[at] = dcHere * (x[cBefore + unit] - g) * f * (1 - f);
        x[at + units] = dcHere * (1 - f) * (1 - g * g);
        x[at + 2 * units] = x[dh + unit] * t * o * (1 - o);
        x[dc + unit] = dcHere * f;
      }
    }
  },
};
