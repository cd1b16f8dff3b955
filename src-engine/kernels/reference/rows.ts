// Rows, losses and layer normalisation in float64.

import { normEpsilon } from '../../cells/layer-norm.ts';
import type { Kernels, Offset, RowKernels } from '../kernels.ts';
import { sigmoid } from './sigmoid.ts';

export function referenceRows(x: Float64Array, ids: Uint32Array): RowKernels {
  return { ...gathering(x, ids), ...losses(x, ids), ...normalization(x) };
}

function gathering(
  x: Float64Array,
  integers: Uint32Array,
): Pick<Kernels, 'gatherRows' | 'scatterAddRows' | 'fillRows' | 'sumRows'> {
  return {
    gatherRows: (table, bias, ids, out, rows, width) => {
      for (let n = 0; n < rows; n++) {
        const from = table + integers[ids + n] * width;
        for (let j = 0; j < width; j++) x[out + n * width + j] = x[from + j] + (bias === null ? 0 : x[bias + j]);
      }
    },
    scatterAddRows: (table, ids, from, rows, width) => {
      for (let n = 0; n < rows; n++) {
        for (let j = 0; j < width; j++) x[table + integers[ids + n] * width + j] += x[from + n * width + j];
      }
    },
    fillRows: (bias, out, rows, width) => {
      for (let n = 0; n < rows; n++) x.copyWithin(out + n * width, bias, bias + width);
    },
    sumRows: (from, sum, rows, width) => {
      for (let n = 0; n < rows; n++) for (let j = 0; j < width; j++) x[sum + j] += x[from + n * width + j];
    },
  };
}

function losses(
  x: Float64Array,
  integers: Uint32Array,
): Pick<Kernels, 'softmaxCrossEntropy' | 'binaryCrossEntropy' | 'sigmoidForward'> {
  return {
    softmaxCrossEntropy: (logits, targets, rows, classes, stride, factor) => {
      let total = 0;
      for (let n = 0; n < rows; n++) {
        const row = x.subarray(logits + n * stride, logits + n * stride + classes);
        const target = integers[targets + n];
        const top = Math.max(...row);
        const sum = row.reduce((whole, logit) => whole + Math.exp(logit - top), 0);
        total += Math.log(sum) + top - row[target];
        row.forEach((logit, j) => (row[j] = (Math.exp(logit - top) / sum - (j === target ? 1 : 0)) * factor));
        x.fill(0, logits + n * stride + classes, logits + (n + 1) * stride);
      }
      return total;
    },
    binaryCrossEntropy: (logits, targets, weights, count, factor) => {
      let total = 0;
      for (let j = 0; j < count; j++) {
        const logit = x[logits + j];
        const target = x[targets + j];
        const weight = x[weights + j];
        total += weight * (Math.max(logit, 0) - logit * target + Math.log1p(Math.exp(-Math.abs(logit))));
        x[logits + j] = weight * (sigmoid(logit) - target) * factor;
      }
      return total;
    },
    sigmoidForward: (from, to, count) => {
      for (let j = 0; j < count; j++) x[to + j] = sigmoid(x[from + j]);
    },
  };
}

function normalization(x: Float64Array): Pick<Kernels, 'normalizeRows' | 'addAffineRows' | 'normalizeRowsBackward'> {
  /** Offsets of the real numbers of one row. */
  function offsets(start: Offset, parts: number, units: number, padded: number): number[] {
    return Array.from({ length: parts * units }, (_, j) => start + Math.floor(j / units) * padded + (j % units));
  }
  return {
    addAffineRows: (from, gain, shift, y, rows, width) => {
      for (let j = 0; j < rows * width; j++) x[y + j] += x[from + j] * x[gain + (j % width)] + x[shift + (j % width)];
    },
    normalizeRows: ({ x: at, inverse, gain, shift, y, rows, parts, units, padded }) => {
      for (let n = 0; n < rows; n++) {
        const start = n * parts * padded;
        const row = offsets(0, parts, units, padded);
        const mean = row.reduce((sum, j) => sum + x[at + start + j], 0) / row.length;
        const variance = row.reduce((sum, j) => sum + (x[at + start + j] - mean) ** 2, 0) / row.length;
        x[inverse + n] = 1 / Math.sqrt(variance + normEpsilon);
        for (const j of row) {
          const hat = (x[at + start + j] - mean) * x[inverse + n];
          x[at + start + j] = hat;
          x[y + start + j] += hat * x[gain + j] + x[shift + j];
        }
      }
    },
    normalizeRowsBackward: ({ x: at, inverse, gain, dy, dGain, rows, parts, units, padded }) => {
      for (let n = 0; n < rows; n++) {
        const start = n * parts * padded;
        const row = offsets(0, parts, units, padded);
        const gradient = row.map((j) => x[dy + start + j] * x[gain + j]);
        const hats = row.map((j) => x[at + start + j]);
        const mean = gradient.reduce((sum, d) => sum + d, 0) / row.length;
        const dot = gradient.reduce((sum, d, k) => sum + d * hats[k], 0) / row.length;
        row.forEach((j, k) => {
          x[dGain + j] += x[dy + start + j] * hats[k];
          x[at + start + j] = (gradient[k] - mean - hats[k] * dot) * x[inverse + n];
        });
      }
    },
  };
}
