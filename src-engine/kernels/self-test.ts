// Whether two builds of the kernels give the same bits: every kernel on the same random numbers, with every tail that
// its loops can have. Takes a few milliseconds, so it can be asked at every start.

import { createHash } from 'node:crypto';
import { cellSteps } from '../cells/cell.ts';
import type { Kernels, Offset, StepOffsets } from './kernels.ts';
import { firstOffset } from './wasm.ts';

/**
 * One call. What it reads and writes lies in the first `floats` numbers behind firstOffset, its scratch behind them.
 */
interface Trial {
  readonly kernel: string;
  readonly floats: number;
  readonly call: (kernels: Kernels, scratch: Offset) => unknown;
}

type Make = (block: (floats: number) => Offset) => Trial['call'];

/** Every kind of blocks of eight in a row: one, two, an odd number; whole tiles of 32, and what may be left over. */
const widths = [8, 16, 24, 40, 64];
const counts = [8, 16, 40];
/** Whole tiles, and tiles with every number of rows left over, of up to 6 rows and of up to 14. */
const heights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 25];

/** Numbers of memory that the trials need behind firstOffset. */
export const selfTestFloats = 2 ** 18;

/** @returns the first kernel whose results differ in a bit; null: none does */
export function firstDifference(one: Kernels, other: Kernels): string | null {
  const random = randomNumbers(selfTestFloats);
  for (const trial of trials()) {
    const [found, wanted] = [one, other].map((kernels) => outcomeOf(trial, kernels, random));
    if (!Object.is(found.result, wanted.result)) return trial.kernel;
    for (let j = 0; j < trial.floats; j++) if (found.bits[j] !== wanted.bits[j]) return trial.kernel;
  }
  return null;
}

/** Of the plain build, whose results are the same on every processor and under every JavaScript engine. */
export const plainFingerprint = '9fbcc0d1aa29d2f4';

/** One short word for all bits of all results. */
export function fingerprintOf(kernels: Kernels): string {
  const random = randomNumbers(selfTestFloats);
  const hash = createHash('sha256');
  for (const trial of trials()) {
    const { result, bits } = outcomeOf(trial, kernels, random);
    hash.update(`${trial.kernel} ${String(result)}\n`).update(new Uint8Array(bits.slice().buffer));
  }
  return hash.digest('hex').slice(0, 16);
}

/** What a kernel returns, and a view of what it leaves behind. */
function outcomeOf({ floats, call }: Trial, kernels: Kernels, random: Float32Array) {
  kernels.floats.set(random.subarray(0, floats), firstOffset);
  const result = call(kernels, firstOffset + floats);
  return { result, bits: kernels.integers.subarray(firstOffset, firstOffset + floats) };
}

/** In (0, 1): of a negative number a moment has no root, and a NaN would hide what became of the others. */
function randomNumbers(count: number): Float32Array {
  const numbers = new Float32Array(count);
  let state = 0x9e3779b9;
  for (let j = 0; j < count; j++) {
    // xorshift32 (Marsaglia 2003).
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    numbers[j] = ((state >>> 8) + 1) / (2 ** 24 + 2);
  }
  return numbers;
}

function trials(): readonly Trial[] {
  return [...products(), ...steps(), ...rows(), ...normalizations(), ...losses(), ...blocks(), ...updates()];
}

function trial(kernel: string, make: Make): Trial {
  let floats = 0;
  const call = make((size) => {
    const at = firstOffset + floats;
    // A multiple of 8, and room behind each block for what may be read past its end.
    floats += Math.ceil((size + 8) / 8) * 8;
    return at;
  });
  return { kernel, floats, call };
}

function products(): Trial[] {
  const sizes = heights.flatMap((height) => widths.map((columns) => ({ rows: height, columns, depth: 24 })));
  // Deeper than what is walked in one go, so deep that rows are copied first, and wider than what is taken at a time.
  sizes.push(
    { rows: 7, columns: 24, depth: 264 },
    { rows: 3, columns: 128, depth: 520 },
    { rows: 3, columns: 520, depth: 8 },
  );
  return sizes.flatMap(({ rows: height, columns, depth }) => [
    ...[false, true].map((accumulate) =>
      trial('product', (block) => {
        const [a, b, c] = [block(height * depth), block(depth * columns), block(height * columns)];
        const size = { rows: height, depth, columns, aStride: depth, cStride: columns };
        return (k) => k.product({ a, b, c, ...size, accumulate });
      }),
    ),
    trial('transposedProduct', (block) => {
      const wide = Math.ceil(height / 8) * 8;
      const [a, b, c] = [block(depth * wide), block(depth * columns), block(height * columns)];
      const size = { rows: height, depth, columns, aStride: wide, bStride: columns, cStride: columns };
      return (k, scratch) => k.transposedProduct({ a, b, c, ...size, scratch });
    }),
    ...(height > 1
      ? []
      : (['pack', 'packTransposed'] as const).map((kernel) =>
          trial(kernel, (block) => {
            const [from, to] = [block(depth * columns), block(depth * columns)];
            const stride = kernel === 'pack' ? columns : depth;
            return (k) => {
              k[kernel](from, stride, depth, columns, to);
            };
          }),
        )),
  ]);
}

function steps(): Trial[] {
  return cellSteps.flatMap((cell) =>
    [8, 16, 24].flatMap((units) =>
      (['stepForward', 'stepBackward'] as const).map((step) =>
        trial(`${step} of ${cell}`, (block) => {
          const height = 3;
          const at = (parts: number): Offset => block(height * parts * units);
          const [gates, recurrent, bias] = [at(4), at(4), at(4)];
          const states = { hBefore: at(1), h: at(1), cBefore: at(1), c: at(1), cTanh: at(1) };
          const gradients = { dhBefore: at(1), dh: at(1), dc: at(1) };
          const offsets: StepOffsets = { gates, recurrent, bias, ...states, ...gradients, rows: height, units };
          return (k) => {
            k[step](cell, offsets);
          };
        }),
      ),
    ),
  );
}

function rows(): Trial[] {
  const height = 5;
  return widths.flatMap((width) => {
    const table = (block: (floats: number) => Offset): Offset => block(4 * width);
    const matrix = (block: (floats: number) => Offset): Offset => block(height * width);
    const setIds = (k: Kernels, ids: Offset): void => k.integers.set([3, 0, 1, 1, 2], ids);
    return [
      ...[true, false].map((isBiased) =>
        trial('gatherRows', (block) => {
          const [from, bias, ids, out] = [table(block), block(width), block(height), matrix(block)];
          return (k) => {
            setIds(k, ids);
            k.gatherRows(from, isBiased ? bias : null, ids, out, height, width);
          };
        }),
      ),
      trial('scatterAddRows', (block) => {
        const [to, ids, from] = [table(block), block(height), matrix(block)];
        return (k) => {
          setIds(k, ids);
          k.scatterAddRows(to, ids, from, height, width);
        };
      }),
      trial('fillRows', (block) => {
        const [bias, out] = [block(width), matrix(block)];
        return (k) => k.fillRows(bias, out, height, width);
      }),
      trial('sumRows', (block) => {
        const [from, sum] = [matrix(block), block(width)];
        return (k) => k.sumRows(from, sum, height, width);
      }),
      trial('addAffineRows', (block) => {
        const [x, gain, shift, y] = [matrix(block), block(width), block(width), matrix(block)];
        return (k) => k.addAffineRows(x, gain, shift, y, height, width);
      }),
    ];
  });
}

function normalizations(): Trial[] {
  // Every number of rows left over of four, and of two.
  const sizes = [5, 6, 7].flatMap((height) => widths.map((width) => ({ height, width })));
  return sizes.flatMap(({ height, width }) => {
    const matrix = height * width;
    // Of two parts, with padding behind what is real of each.
    const norm = { rows: height, parts: 2, units: width / 2 - 1, padded: width / 2 };
    return [
      trial('normalizeRows', (block) => {
        const [x, inverse, y, gain, shift] = [matrix, height, matrix, width, width].map(block);
        return (k) => k.normalizeRows({ x, inverse, gain, shift, y, ...norm });
      }),
      trial('normalizeRowsBackward', (block) => {
        const [x, inverse, dy, gain, dGain] = [matrix, height, matrix, width, width].map(block);
        return (k) => k.normalizeRowsBackward({ x, inverse, gain, dy, dGain, ...norm });
      }),
    ];
  });
}

function losses(): Trial[] {
  const height = 3;
  return widths.flatMap((stride) => [
    trial('softmaxCrossEntropy', (block) => {
      const [logits, targets] = [block(height * stride), block(height)];
      return (k) => {
        k.integers.set([0, 2, stride - 2], targets);
        return k.softmaxCrossEntropy(logits, targets, height, stride - 1, stride, 0.5);
      };
    }),
    trial('binaryCrossEntropy', (block) => {
      const [logits, targets, weights] = [block(height * stride), block(height * stride), block(height * stride)];
      return (k) => k.binaryCrossEntropy(logits, targets, weights, height * stride, 0.5);
    }),
  ]);
}

function blocks(): Trial[] {
  return counts.flatMap((count) => {
    const call = (kernel: string, use: (k: Kernels, x: Offset, y: Offset, z: Offset) => unknown): Trial =>
      trial(kernel, (block) => {
        const [x, y, z] = [block(count), block(count), block(count)];
        return (k) => use(k, x, y, z);
      });
    return [
      call('sigmoidForward', (k, x, y) => k.sigmoidForward(x, y, count)),
      call('addScaled', (k, x, y) => k.addScaled(x, 0.3, y, count)),
      call('scale', (k, x) => k.scale(x, 0.3, count)),
      call('clamp', (k, x) => k.clamp(x, 0.5, count)),
      call('multiply', (k, x, y, z) => k.multiply(x, y, z, count)),
      call('multiplyAdd', (k, x, y, z) => k.multiplyAdd(x, y, z, count)),
      call('fill', (k, x) => k.fill(x, 0.3, count)),
      call('copy', (k, x, y) => k.copy(x, y, count)),
      call('sumOfSquares', (k, x) => k.sumOfSquares(x, count)),
      call('largest', (k, x) => k.largest(x, count)),
      call('dropout', (k, x, y) => k.dropout(x, y, count, 12345, 8, 0.3)),
    ];
  });
}

function updates(): Trial[] {
  return counts.flatMap((count) => {
    const call = (kernel: string, use: (k: Kernels, w: Offset, g: Offset, m: Offset, v: Offset) => void): Trial =>
      trial(kernel, (block) => {
        const [w, g, m, v] = [block(count), block(count), block(count), block(count)];
        return (k) => use(k, w, g, m, v);
      });
    const decays = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, rootCorrection: 0.3, keep: 0.999, l2: 0.01 };
    return [
      call('adam', (k, w, g, m, v) => k.adam({ w, g, m, v, count, rate: 0.01, ...decays })),
      call('momentum', (k, w, g, m) => k.momentum(w, g, m, count, 0.01, 0.9, 0.01)),
      call('rmsprop', (k, w, g, _, v) => k.rmsprop(w, g, v, count, 0.01, 0.99, 1e-8, 0.01)),
      call('average', (k, w, averaged) => k.average(w, averaged, count, 0.01)),
    ];
  });
}
