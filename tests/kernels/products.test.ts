// The matrix products and packings of both WebAssembly builds against the float64 reference, on random shapes: every
// height of a tile, rows and depth on both sides of the blocks' sizes (96 and 256), strides wider than the matrix.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scratchFor } from '../../src-engine/kernels/kernels.ts';
import { testNumbers } from '../nn/build.ts';
import { numbers, read, rounding, Twins } from './twins.ts';

interface Shape {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** Numbers between two rows beside the matrix itself. */
  readonly aGap: number;
  readonly cGap: number;
  readonly accumulate: boolean;
  readonly seed: number;
}

const gap = fc.constantFrom(0, 8, 24);
const seed = fc.nat(1e6);
const eights = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: max / 8 }).map((n) => n * 8);

const anyShape: fc.Arbitrary<Shape> = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  depth: eights(600),
  columns: eights(600),
  aGap: gap,
  cGap: gap,
  accumulate: fc.boolean(),
  seed,
});

const blockedShape: fc.Arbitrary<Shape> = fc.record({
  rows: fc.constantFrom(95, 96, 97, 101, 192, 193, 200),
  depth: fc.constantFrom(248, 256, 264, 512, 520, 600),
  columns: eights(32),
  aGap: gap,
  cGap: gap,
  accumulate: fc.boolean(),
  seed,
});

/**
 * For a sum of `terms` products of numbers in (−1, 1), rounded after every term. One wrong term is a thousand times
 * that.
 */
function toleranceOfSum(terms: number): number {
  return 2 * rounding * (terms + 16);
}

function checkProduct({ rows, depth, columns, aGap, cGap, accumulate, seed }: Shape, transposed: boolean): void {
  const next = testNumbers(seed);
  const [aStride, cStride] = [depth + aGap, columns + cGap];
  const twins = new Twins();
  const a = twins.put(numbers(rows * aStride, next));
  const bStride = (transposed ? depth : columns) + 24;
  const b = twins.put(numbers((transposed ? columns : depth) * bStride, next));
  const packed = twins.room(depth * columns);
  const c = twins.put(numbers(rows * cStride, next));
  const before = read(twins.reference, c, rows * cStride);
  twins.run((kernels) => {
    if (transposed) kernels.packTransposed(b, bStride, depth, columns, packed);
    else kernels.pack(b, bStride, depth, columns, packed);
    kernels.product({ a, aStride, b: packed, c, cStride, rows, depth, columns, accumulate });
  });
  twins.expectSame(c, rows * cStride, toleranceOfSum(depth), 'c');
  // What lies between the rows is not the product's.
  for (const kernels of twins.all) {
    for (let row = 0; row < rows; row++) {
      const between = row * cStride + columns;
      expect(read(kernels, c + between, cGap)).toEqual(before.slice(between, between + cGap));
    }
  }
}

describe('product', () => {
  it('agrees with the reference on random shapes', () => {
    fc.assert(fc.property(anyShape, fc.boolean(), checkProduct), { seed: 1, numRuns: 60 });
  });

  it('agrees at every height of a tile', () => {
    for (let rows = 1; rows <= 40; rows++) {
      const shape = { rows, depth: 16, columns: 24, aGap: 8, cGap: 8, accumulate: rows % 2 === 0, seed: rows };
      checkProduct(shape, rows % 3 === 0);
    }
  });

  it('has the same bits where its columns are walked from the end', () => {
    fc.assert(
      fc.property(anyShape, ({ rows, depth, columns, aGap, cGap, accumulate, seed }) => {
        const next = testNumbers(seed);
        const size = { aStride: depth + aGap, cStride: columns + cGap, rows, depth, columns, accumulate };
        const twins = new Twins();
        const a = twins.put(numbers(rows * size.aStride, next));
        const b = twins.put(numbers(depth * columns, next));
        const packed = twins.room(depth * columns);
        const [c, fromEnd] = [1, 2].map(() => twins.put(numbers(rows * size.cStride, testNumbers(seed + 1))));
        twins.run((kernels) => {
          kernels.pack(b, columns, depth, columns, packed);
          kernels.product({ ...size, a, b: packed, c });
          kernels.product({ ...size, a, b: packed, c: fromEnd, fromEnd: true });
        });
        for (const kernels of twins.all)
          expect(read(kernels, fromEnd, rows * size.cStride)).toEqual(read(kernels, c, rows * size.cStride));
      }),
      { seed: 4, numRuns: 40 },
    );
  });

  it('agrees where rows and depth are cut into blocks', () => {
    fc.assert(fc.property(blockedShape, fc.boolean(), checkProduct), { seed: 2, numRuns: 40 });
  });
});

describe('product of one row and of two', () => {
  it('agrees with the reference, whatever columns are left over', () => {
    const shape = fc.record({
      ...{ rows: fc.constantFrom(1, 2), depth: eights(1200), columns: eights(200) },
      ...{ aGap: gap, cGap: gap, accumulate: fc.boolean(), seed },
    });
    fc.assert(fc.property(shape, fc.boolean(), checkProduct), { seed: 3, numRuns: 60 });
  });

  it('has the bits of the same rows among many', () => {
    const next = testNumbers(5);
    const [rows, depth, columns] = [7, 520, 104];
    const strides = { aStride: depth, cStride: columns, depth, columns };
    const twins = new Twins();
    const a = twins.put(numbers(rows * depth, next));
    const b = twins.put(numbers(depth * columns, next));
    const packed = twins.room(depth * columns);
    const [many, one, two] = [7, 1, 2].map((height) => twins.put(numbers(height * columns, testNumbers(6))));
    for (const accumulate of [false, true]) {
      twins.run((kernels) => {
        kernels.packTransposed(b, depth, depth, columns, packed);
        kernels.product({ ...strides, a, b: packed, c: many, rows, accumulate });
        kernels.product({ ...strides, a, b: packed, c: one, rows: 1, accumulate });
        kernels.product({ ...strides, a, b: packed, c: two, rows: 2, accumulate });
      });
      for (const kernels of twins.builds) {
        const wanted = read(kernels, many, 2 * columns);
        expect(read(kernels, one, columns)).toEqual(wanted.slice(0, columns));
        expect(read(kernels, two, 2 * columns)).toEqual(wanted);
      }
    }
  });
});

describe('transposedProduct', () => {
  const shape = fc.record({
    rows: fc.integer({ min: 1, max: 60 }),
    depth: fc.oneof(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 250, max: 260 }),
      fc.integer({ min: 500, max: 600 }),
    ),
    columns: eights(200),
    aGap: gap,
    cGap: gap,
    seed,
  });

  it('agrees with the reference for any number of rows and any depth', () => {
    fc.assert(
      fc.property(shape, ({ rows, depth, columns, aGap, cGap, seed }) => {
        const next = testNumbers(seed);
        const [aStride, bStride, cStride] = [rows + aGap, columns + aGap, columns + cGap];
        const twins = new Twins();
        const a = twins.put(numbers(depth * aStride, next));
        const b = twins.put(numbers(depth * bStride, next));
        const c = twins.put(numbers(rows * cStride, next));
        const scratch = twins.room(scratchFor(columns));
        twins.run((kernels) => {
          kernels.transposedProduct({ a, aStride, b, bStride, c, cStride, rows, depth, columns, scratch });
        });
        twins.expectSame(c, rows * cStride, toleranceOfSum(depth), 'c');
      }),
      { seed: 4, numRuns: 80 },
    );
  });
});

describe('packing', () => {
  it('by parts gives the same bits as at once', () => {
    const next = testNumbers(9);
    const [depth, columns] = [40, 48];
    const twins = new Twins();
    const b = twins.put(numbers(depth * columns, next));
    const [whole, parts] = [twins.room(depth * columns), twins.room(depth * columns)];
    for (const kernels of twins.builds) {
      kernels.packTransposed(b, depth, depth, columns, whole);
      kernels.packTransposed(b, depth, depth, 16, parts);
      kernels.packTransposed(b + 16 * depth, depth, depth, 32, parts + 16 * depth);
      const end = depth * columns;
      expect(read(kernels, parts, end)).toEqual(read(kernels, whole, end));
      kernels.pack(b, columns, depth, columns, whole);
      kernels.pack(b, columns, depth, 8, parts);
      kernels.pack(b + 8, columns, depth, 40, parts + 8 * depth);
      expect(read(kernels, parts, end)).toEqual(read(kernels, whole, end));
    }
  });
});
