// tanh, σ and e^x of every WebAssembly build over the whole range of float32: absolute error at most 2e-7 everywhere,
// exact where they saturate, NaN stays NaN.

import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../src-engine/kernels/kernels.ts';
import { instantiateKernels } from '../../src-engine/kernels/instantiate.ts';
import { createMemory, firstOffset } from '../../src-engine/kernels/wasm.ts';
import { testNumbers } from '../nn/build.ts';
import { builds } from './builds.ts';
import { nowhere, rounding } from './twins.ts';

const maxError = 2e-7;
const batchSize = 1 << 16;

const special = [0, -0, 1e-45, -1e-45, 1.1e-38, -1.1e-38, 100, -100, 3.4e38, -3.4e38, Infinity, -Infinity];

/**
 * Batches of arguments: the curved part densely, a wider part evenly, and float32 numbers of every size by random bits.
 */
function* batches(): Generator<Float32Array> {
  const next = testNumbers(1);
  for (let batch = 0; batch < 18; batch++) {
    yield Float32Array.from({ length: batchSize }, (_, j) => 20 * ((batch + j / batchSize) / 9 - 1));
  }
  for (let batch = 0; batch < 10; batch++) {
    yield Float32Array.from({ length: batchSize }, (_, j) => 110 * ((batch + j / batchSize) / 5 - 1));
  }
  const bits = new Uint32Array(batchSize);
  for (let batch = 0; batch < 8; batch++) {
    bits.forEach((_, j) => (bits[j] = (next() + 1) * 2 ** 31));
    yield new Float32Array(bits.buffer).map((x) => (Number.isNaN(x) ? 0 : x));
  }
  yield new Float32Array(batchSize).fill(0.5).map((x, j) => special[j] ?? x);
}

function kernelsFor(count: number): Kernels[] {
  return builds.map((compiled) => instantiateKernels(compiled, createMemory(count + 64)));
}

interface Worst {
  error: number;
  at: number;
}

/** The largest error of `call` in every build, over all batches. */
function worstErrors(call: (kernels: Kernels, x: number, y: number) => void, exact: (x: number) => number): Worst[] {
  const [x, y] = [firstOffset, firstOffset + batchSize];
  const engines = kernelsFor(2 * batchSize);
  const worst = engines.map((): Worst => ({ error: 0, at: 0 }));
  for (const batch of batches()) {
    const wanted = Float64Array.from(batch, exact);
    engines.forEach((kernels, build) => {
      kernels.floats.set(batch, x);
      call(kernels, x, y);
      const got = kernels.floats.subarray(y, y + batchSize);
      for (let j = 0; j < batchSize; j++) {
        const error = Math.abs(got[j] - wanted[j]);
        if (!(error <= worst[build].error)) worst[build] = { error, at: batch[j] };
      }
    });
  }
  return worst;
}

/** Eight values of one function in every build. */
function values(call: (kernels: Kernels, x: number, y: number) => void, x: readonly number[]): number[][] {
  return kernelsFor(16).map((kernels) => {
    kernels.floats.set(x, firstOffset);
    call(kernels, firstOffset, firstOffset + 8);
    return [...kernels.floats.slice(firstOffset + 8, firstOffset + 16)];
  });
}

describe('tanh', () => {
  it('is good to 2e-7 over the whole range', () => {
    const worst = worstErrors((kernels, x, y) => {
      kernels.stepForward('tanh', { ...nowhere, gates: x, h: y, rows: 1, units: batchSize });
    }, Math.tanh);
    for (const { error, at } of worst) expect(error, `at ${at}`).toBeLessThanOrEqual(maxError);
  });

  it('saturates at exactly ±1, keeps the sign of zero and NaN', () => {
    const x = [0, -0, 20, -20, Infinity, -Infinity, NaN, 1e-45];
    for (const y of values((kernels, from, to) => {
      kernels.stepForward('tanh', { ...nowhere, gates: from, h: to, rows: 1, units: 8 });
    }, x)) {
      expect(y).toEqual([0, -0, 1, -1, 1, -1, NaN, Math.fround(1e-45)]);
    }
  });
});

describe('sigmoid', () => {
  it('is good to 2e-7 over the whole range', () => {
    const worst = worstErrors(
      (kernels, x, y) => {
        kernels.sigmoidForward(x, y, batchSize);
      },
      (x) => 1 / (1 + Math.exp(-x)),
    );
    for (const { error, at } of worst) expect(error, `at ${at}`).toBeLessThanOrEqual(maxError);
  });

  it('saturates and keeps NaN', () => {
    const x = [0, -0, 100, -100, Infinity, -Infinity, NaN, -20];
    for (const y of values((kernels, from, to) => {
      kernels.sigmoidForward(from, to, 8);
    }, x)) {
      const tiny = expect.closeTo(0, 30);
      expect(y).toEqual([0.5, 0.5, 1, tiny, 1, tiny, NaN, expect.closeTo(1 / (1 + Math.exp(20)), 14)]);
    }
  });
});

describe('e^x of the softmax', () => {
  // Rows of 8 logits, all but two of them ruled out: (0, x) gives (1, e^x) / (1 + e^x). The quotient of the two is e^x
  // but for the rounding of one division, which is counted against it.
  const ROWS = 8192;

  it('is good to 2e-7 for all x ≤ 0', () => {
    const [logits, targets] = [firstOffset, firstOffset + ROWS * 8];
    const engines = kernelsFor(ROWS * 9);
    const worst = engines.map((): Worst => ({ error: 0, at: 0 }));
    for (const batch of batches()) {
      for (let from = 0; from < batchSize; from += ROWS) {
        const x = batch.subarray(from, from + ROWS).map((value) => -Math.abs(value));
        engines.forEach((kernels, build) => {
          const { floats, integers } = kernels;
          floats.fill(-Infinity, logits, logits + ROWS * 8);
          for (let row = 0; row < ROWS; row++) {
            floats[logits + row * 8] = 0;
            floats[logits + row * 8 + 1] = x[row];
            integers[targets + row] = 7;
          }
          kernels.softmaxCrossEntropy(logits, targets, ROWS, 8, 8, 1);
          for (let row = 0; row < ROWS; row++) {
            const e = floats[logits + row * 8 + 1] / floats[logits + row * 8];
            const error = Math.abs(e - Math.exp(x[row])) + rounding * e;
            if (!(error <= worst[build].error)) worst[build] = { error, at: x[row] };
          }
        });
      }
    }
    for (const { error, at } of worst) expect(error, `at ${at}`).toBeLessThanOrEqual(maxError);
  });
});
