// The same call on the same numbers in the float64 reference and in every WebAssembly build. Blocks are reserved one
// after another with a guard of NaNs between them: a kernel that reads past a block's end spoils its result, and one
// that writes there is caught.

import { expect } from 'vitest';
import type { Kernels, Offset, StepOffsets } from '../../src-engine/kernels/kernels.ts';
import { createReference } from '../../src-engine/kernels/reference/reference.ts';
import { instantiateKernels } from '../../src-engine/kernels/instantiate.ts';
import { createMemory, firstOffset } from '../../src-engine/kernels/wasm.ts';
import { builds } from './builds.ts';

/** Numbers of guard behind every block; kernels work on 8 at a time. */
const guard = 16;

/** Half the distance of two float32 numbers around 1. */
export const rounding = 2 ** -24;

/** The places of a step, for a cell that has none of them. */
export const nowhere: Omit<StepOffsets, 'rows' | 'units'> = {
  gates: 0,
  recurrent: 0,
  bias: 0,
  hBefore: 0,
  h: 0,
  cBefore: 0,
  c: 0,
  cTanh: 0,
  dhBefore: 0,
  dh: 0,
  dc: 0,
};

/** Random numbers in (−size, size). */
export function numbers(count: number, next: () => number, size = 1): Float64Array {
  return Float64Array.from({ length: count }, () => next() * size);
}

/** A copy of a block. */
export function read({ floats }: Kernels, offset: Offset, count: number): number[] {
  return Array.from(floats.subarray(offset, offset + count));
}

type Fill = (kernels: Kernels, offset: Offset) => void;

interface Memories {
  readonly reference: Kernels;
  readonly builds: readonly Kernels[];
}

export class Twins {
  readonly #blocks: { readonly offset: Offset; readonly count: number; readonly fill: Fill }[] = [];
  #next = firstOffset + guard;
  #memories: Memories | null = null;

  /** The kernels over memories that hold all blocks; no block can be added afterwards. */
  get #made(): Memories {
    if (this.#memories === null) {
      const room = this.#next - firstOffset;
      this.#memories = {
        reference: createReference(this.#next, 8),
        builds: builds.map((compiled) => instantiateKernels(compiled, createMemory(room))),
      };
      for (const kernels of this.all) {
        kernels.floats.fill(NaN, firstOffset, this.#next);
        for (const { offset, fill } of this.#blocks) fill(kernels, offset);
      }
    }
    return this.#memories;
  }

  get reference(): Kernels {
    return this.#made.reference;
  }

  get builds(): readonly Kernels[] {
    return this.#made.builds;
  }

  get all(): readonly Kernels[] {
    return [this.reference, ...this.builds];
  }

  /** A block of these numbers, rounded to float32 so that all begin with the same. */
  put(values: ArrayLike<number>): Offset {
    const rounded = Float32Array.from(values);
    return this.#reserve(rounded.length, (kernels, offset) => {
      kernels.floats.set(rounded, offset);
    });
  }

  putIds(ids: ArrayLike<number>): Offset {
    return this.#reserve(ids.length, (kernels, offset) => {
      kernels.integers.set(ids, offset);
    });
  }

  /** A block that is only written to: NaNs at first. */
  room(count: number): Offset {
    return this.#reserve(count, () => undefined);
  }

  /** Calls all of them; their results, the reference's first. Fails where a build wrote outside of all blocks. */
  run<Result>(call: (kernels: Kernels) => Result): Result[] {
    const results = this.all.map(call);
    this.builds.forEach((kernels) => {
      this.#expectGuards(kernels);
    });
    return results;
  }

  /**
   * Fails where a build's numbers differ from the reference's by more than the tolerance; returns the worst difference.
   */
  expectSame(offset: Offset, count: number, tolerance: number, what: string): number {
    let worst = 0;
    for (const { build, floats } of this.builds) {
      for (let j = offset; j < offset + count; j++) {
        const difference = Math.abs(floats[j] - this.reference.floats[j]);
        // Not simply ">": a NaN must fail.
        if (!(difference <= tolerance)) {
          const wanted = this.reference.floats[j];
          expect.fail(`${what}[${j - offset}] is ${floats[j]} in the ${build} build, ${wanted} in the reference`);
        }
        worst = Math.max(worst, difference);
      }
    }
    return worst;
  }

  #reserve(count: number, fill: Fill): Offset {
    if (this.#memories !== null) throw new Error('All blocks must be reserved before the first call.');
    const offset = this.#next;
    this.#blocks.push({ offset, count, fill });
    this.#next = Math.ceil((offset + count + guard) / 8) * 8;
    return offset;
  }

  #expectGuards({ floats, build }: Kernels): void {
    let end = firstOffset;
    for (const { offset, count } of [...this.#blocks, { offset: this.#next, count: 0 }]) {
      for (let j = end; j < offset; j++) {
        if (!Number.isNaN(floats[j])) expect.fail(`the ${build} build wrote ${floats[j]} outside of its blocks`);
      }
      end = offset + count;
    }
  }
}
