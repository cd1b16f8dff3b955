// One step of the LSTM in float64; `nn/lstm.ts` has the formulas.

import { sigmoid } from './sigmoid.ts';
import type { ReferenceStep } from './steps.ts';

export const lstm: ReferenceStep = {
  forward(x, { gates, cBefore, c, cTanh, h, rows, units }) {
    for (let n = 0; n < rows; n++) {
      for (let u = 0; u < units; u++) {
        const at = gates + n * 4 * units + u;
        const unit = n * units + u;
        const i = (x[at] = sigmoid(x[at]));
        const f = (x[at + units] = sigmoid(x[at + units]));
        const g = (x[at + 2 * units] = Math.tanh(x[at + 2 * units]));
        const o = (x[at + 3 * units] = sigmoid(x[at + 3 * units]));
        x[c + unit] = f * x[cBefore + unit] + i * g;
        x[cTanh + unit] = Math.tanh(x[c + unit]);
        x[h + unit] = o * x[cTanh + unit];
      }
    }
  },

  backward(x, { gates, cBefore, cTanh, dh, dc, rows, units }) {
    for (let n = 0; n < rows; n++) {
      for (let u = 0; u < units; u++) {
        const at = gates + n * 4 * units + u;
        const unit = n * units + u;
        const [i, f, g, o] = [x[at], x[at + units], x[at + 2 * units], x[at + 3 * units]];
        const t = x[cTanh + unit];
        const dcHere = x[dc + unit] + x[dh + unit] * o * (1 - t * t);
        x[at] = dcHere * g * i * (1 - i);
        x[at + units] = dcHere * x[cBefore + unit] * f * (1 - f);
        x[at + 2 * units] = dcHere * i * (1 - g * g);
        x[at + 3 * units] = x[dh + unit] * t * o * (1 - o);
        x[dc + unit] = dcHere * f;
      }
    }
  },
};
