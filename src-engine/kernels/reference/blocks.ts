// Loops over plain blocks, dropout and the optimizers in float64.

import type { Kernels } from '../kernels.ts';

type BlockKernels = Pick<
  Kernels,
  | 'addScaled'
  | 'scale'
  | 'clamp'
  | 'multiply'
  | 'multiplyAdd'
  | 'fill'
  | 'copy'
  | 'sumOfSquares'
  | 'largest'
  | 'dropout'
  | 'adam'
  | 'momentum'
  | 'rmsprop'
  | 'average'
>;

export function referenceBlocks(x: Float64Array): BlockKernels {
  return { ...arithmetic(x), ...optimizers(x), dropout: dropout(x) };
}

function arithmetic(x: Float64Array): Omit<BlockKernels, 'dropout' | 'adam' | 'momentum' | 'rmsprop' | 'average'> {
  return {
    addScaled: (from, factor, y, count) => {
      for (let j = 0; j < count; j++) x[y + j] += factor * x[from + j];
    },
    scale: (block, factor, count) => {
      for (let j = 0; j < count; j++) x[block + j] *= factor;
    },
    clamp: (block, limit, count) => {
      for (let j = 0; j < count; j++) x[block + j] = Math.max(-limit, Math.min(limit, x[block + j]));
    },
    multiply: (a, b, y, count) => {
      for (let j = 0; j < count; j++) x[y + j] = x[a + j] * x[b + j];
    },
    multiplyAdd: (a, b, y, count) => {
      for (let j = 0; j < count; j++) x[y + j] += x[a + j] * x[b + j];
    },
    fill: (block, value, count) => void x.fill(value, block, block + count),
    copy: (from, to, count) => void x.copyWithin(to, from, from + count),
    sumOfSquares: (block, count) => x.subarray(block, block + count).reduce((sum, value) => sum + value * value, 0),
    largest: (block, count) =>
      x.subarray(block, block + count).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0),
  };
}

function optimizers(x: Float64Array): Pick<Kernels, 'adam' | 'momentum' | 'rmsprop' | 'average'> {
  return {
    adam: ({ w, g, m, v, count, rate, beta1, beta2, epsilon, rootCorrection, keep, l2 }) => {
      for (let j = 0; j < count; j++) {
        const gradient = x[g + j] + l2 * x[w + j];
        x[m + j] = beta1 * x[m + j] + (1 - beta1) * gradient;
        x[v + j] = beta2 * x[v + j] + (1 - beta2) * gradient * gradient;
        x[w + j] = x[w + j] * keep - (rate * x[m + j]) / (Math.sqrt(x[v + j]) / rootCorrection + epsilon);
      }
    },
    momentum: (w, g, m, count, rate, mu, l2) => {
      for (let j = 0; j < count; j++) {
        x[m + j] = mu * x[m + j] + x[g + j] + l2 * x[w + j];
        x[w + j] -= rate * x[m + j];
      }
    },
    rmsprop: (w, g, v, count, rate, alpha, epsilon, l2) => {
      for (let j = 0; j < count; j++) {
        const gradient = x[g + j] + l2 * x[w + j];
        x[v + j] = alpha * x[v + j] + (1 - alpha) * gradient * gradient;
        x[w + j] -= (rate * gradient) / (Math.sqrt(x[v + j]) + epsilon);
      }
    },
    average: (w, averaged, count, share) => {
      for (let j = 0; j < count; j++) x[averaged + j] += share * (x[w + j] - x[averaged + j]);
    },
  };
}

function hash(value: number): number {
  let x = value;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

function dropout(x: Float64Array): Kernels['dropout'] {
  return (from, to, count, key, first, rate) => {
    const threshold = Math.floor(rate * 2 ** 32);
    for (let j = 0; j < count; j++) {
      const dropped = hash(hash((first + j) >>> 0) ^ key) < threshold;
      x[to + j] = dropped ? 0 : x[from + j] / (1 - rate);
    }
  };
}
