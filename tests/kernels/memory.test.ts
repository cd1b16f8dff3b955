// Loading the kernels and their memory.

import { describe, expect, it } from 'vitest';
import { instantiateKernels } from '../../src-engine/kernels/instantiate.ts';
import { createMemory, firstOffset } from '../../src-engine/kernels/wasm.ts';
import { builds } from './builds.ts';

describe('the builds', () => {
  it('round a multiply-add as they promise: the plain one twice, always', () => {
    // 1 + 2^-12 squared ends in 2^-24, which only a fused multiply-add sees.
    const x = 1 + 2 ** -12;
    const results = builds.map((compiled) => {
      const kernels = instantiateKernels(compiled, createMemory(64));
      const [a, y] = [firstOffset, firstOffset + 8];
      kernels.floats.fill(x, a, a + 8);
      kernels.floats.fill(-1, y, y + 8);
      kernels.multiplyAdd(a, a, y, 8);
      return kernels.floats[y];
    });
    const plain = results.pop();
    expect(plain).toBe(2 ** -11);
    // A processor without fused multiply-add has to round twice here too.
    for (const fused of results) expect([2 ** -11 + 2 ** -24, 2 ** -11]).toContain(fused);
  });
});

describe('a memory', () => {
  it('is shared, holds what was asked for, and starts with zeros', () => {
    const memory = createMemory(100_000);
    expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual((firstOffset + 100_000) * 4);
    expect(new Float32Array(memory.buffer, firstOffset * 4).every((value) => value === 0)).toBe(true);
  });

  it('beyond 4 GiB is refused with the size and the remedy', () => {
    expect(() => createMemory(2 ** 30)).toThrow(/needs 4\.3 GB.*at most 4\.3 GB.*Take fewer units/);
    expect(() => createMemory(5 * 2 ** 30)).toThrow(/needs 21\.5 GB/);
  });
});
