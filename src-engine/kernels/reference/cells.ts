// The time steps of the cells in float64; see assembly/cells.ts for the formulas' sources.

import type { CellKernels, Kernels } from '../kernels.ts';

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

export function referenceCells(x: Float64Array): CellKernels {
  return { ...lstm(x), ...gru(x), ...elementwise(x) };
}

function lstm(x: Float64Array): Pick<Kernels, 'lstmForward' | 'lstmBackward'> {
  return {
    lstmForward: ({ gates, cBefore, c, cTanh, h, rows, units }) => {
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
    lstmBackward: ({ gates, cBefore, cTanh, dh, dc, rows, units }) => {
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
}

function gru(x: Float64Array): Pick<Kernels, 'gruForward' | 'gruBackward'> {
  return {
    gruForward: ({ gates, recurrent, bias, hBefore, h, rows, units }) => {
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
    gruBackward: ({ gates, recurrent, hBefore, dh, dhBefore, rows, units }) => {
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
}

function elementwise(
  x: Float64Array,
): Omit<CellKernels, 'lstmForward' | 'lstmBackward' | 'gruForward' | 'gruBackward'> {
  return {
    tanhForward: (gates, h, count) => {
      for (let j = 0; j < count; j++) x[h + j] = Math.tanh(x[gates + j]);
    },
    tanhBackward: (h, dh, dGates, count) => {
      for (let j = 0; j < count; j++) x[dGates + j] = x[dh + j] * (1 - x[h + j] ** 2);
    },
    reluForward: (gates, h, count) => {
      for (let j = 0; j < count; j++) x[h + j] = Math.max(0, x[gates + j]);
    },
    reluBackward: (h, dh, dGates, count) => {
      for (let j = 0; j < count; j++) x[dGates + j] = x[h + j] > 0 ? x[dh + j] : 0;
    },
    sigmoidForward: (from, to, count) => {
      for (let j = 0; j < count; j++) x[to + j] = sigmoid(x[from + j]);
    },
  };
}
