// The kernels in plain TypeScript over float64: short enough to be checked by eye, slow, and the oracle of the tests.
// The product never runs it. "Packing" keeps a matrix as it is. The padding width can be chosen, so that tests see
// whether padding stays zero.

import type { Kernels, Offset } from '../kernels.ts';
import { referenceBlocks } from './blocks.ts';
import { referenceCells } from './cells.ts';
import { referenceRows } from './rows.ts';

export function createReference(size: number, panelWidth = 1): Kernels {
  const floats = new Float64Array(size);
  const integers = new Uint32Array(size);
  return {
    build: 'reference',
    panelWidth,
    floats,
    integers,
    ...referenceProducts(floats),
    ...referenceCells(floats),
    ...referenceRows(floats, integers),
    ...referenceBlocks(floats),
  };
}

function referenceProducts(
  x: Float64Array,
): Pick<Kernels, 'product' | 'transposedProduct' | 'pack' | 'packTransposed'> {
  function dot(a: Offset, aStep: number, b: Offset, bStep: number, count: number): number {
    let sum = 0;
    for (let k = 0; k < count; k++) sum += x[a + k * aStep] * x[b + k * bStep];
    return sum;
  }
  return {
    product: ({ a, aStride, b, c, cStride, rows, depth, columns, accumulate }) => {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          const at = c + i * cStride + j;
          x[at] = (accumulate ? x[at] : 0) + dot(a + i * aStride, 1, b + j, columns, depth);
        }
      }
    },
    transposedProduct: ({ a, aStride, b, bStride, c, cStride, rows, depth, columns }) => {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) x[c + i * cStride + j] += dot(a + i, aStride, b + j, bStride, depth);
      }
    },
    pack: (b, stride, depth, columns, to) => {
      for (let k = 0; k < depth; k++) for (let j = 0; j < columns; j++) x[to + k * columns + j] = x[b + k * stride + j];
    },
    packTransposed: (b, stride, depth, columns, to) => {
      for (let k = 0; k < depth; k++) for (let j = 0; j < columns; j++) x[to + k * columns + j] = x[b + j * stride + k];
    },
  };
}
