// One step of the GRU in float64; `nn/gru.ts` has the formulas.

import { sigmoid } from './sigmoid.ts';
import type { ReferenceStep } from './steps.ts';

export const gru: ReferenceStep = {
  forward(x, { gates, recurrent, bias, hBefore, h, rows, units }) {
    for (let row = 0; row < rows; row++) {
      for (let u = 0; u < units; u++) {
        const at = row * 3 * units + u;
        const unit = row * units + u;
        const r = sigmoid(x[gates + at] + x[recurrent + at] + x[bias + u]);
        const z = sigmoid(x[gates + at + units] + x[recurrent + at + units] + x[bias + units + u]);
        const hn = x[recurrent + at + 2 * units] + x[bias + 2 * units + u];
        const n = Math.tanh(x[gates + at + 2 * units] + r * hn);
        x[gates + at] = r;
        x[gates + at + units] = z;
        x[gates + at + 2 * units] = n;
        x[recurrent + at + 2 * units] = hn;
        x[h + unit] = (1 - z) * n + z * x[hBefore + unit];
      }
    }
  },

  backward(x, { gates, recurrent, hBefore, dh, dhBefore, rows, units }) {
    for (let row = 0; row < rows; row++) {
      for (let u = 0; u < units; u++) {
        const at = row * 3 * units + u;
        const unit = row * units + u;
        const [r, z, n] = [x[gates + at], x[gates + at + units], x[gates + at + 2 * units]];
        const hn = x[recurrent + at + 2 * units];
        const dhHere = x[dh + unit];
        const dn = dhHere * (1 - z) * (1 - n * n);
        const dz = dhHere * (x[hBefore + unit] - n) * z * (1 - z);
        const dr = dn * hn * r * (1 - r);
        x[gates + at] = x[recurrent + at] = dr;
        x[gates + at + units] = x[recurrent + at + units] = dz;
        x[gates + at + 2 * units] = dn;
        x[recurrent + at + 2 * units] = dn * r;
        x[dhBefore + unit] += dhHere * z;
      }
    }
  },
};
