// Compressors as yardsticks: on texts of which it is known how much there is to tell.

import { describe, expect, it } from 'vitest';
import { compressorNames, measureCompressor } from '../../src-engine/corpus/compressors.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';

const breathe = () => Promise.resolve();
const symbols = Array.from({ length: 64 }, (_, id) => String.fromCodePoint(0x30 + id));

function randomIds(length: number): Uint8Array {
  const random = createRandom(5);
  return Uint8Array.from({ length }, () => random.bits() % 64);
}

describe.each(compressorNames)('%s', (name) => {
  it('finds nothing to save in chance', async () => {
    const bits = await measureCompressor(name, { ids: randomIds(60_000), train: 30_000, symbols }, breathe);
    expect(bits).toBeGreaterThan(6);
    expect(bits).toBeLessThan(6.3);
  });

  it('remembers what it has read, however long ago', async () => {
    // Longer than the largest window that is taken without asking for it.
    const once = randomIds(700_000);
    const ids = new Uint8Array(720_000);
    ids.set(once);
    ids.set(once.subarray(0, 20_000), 700_000);
    const shares: number[] = [];
    const bits = await measureCompressor(name, { ids, train: 700_000, symbols }, (share) => {
      shares.push(share);
      return Promise.resolve();
    });
    expect(bits).toBeLessThan(0.1);
    expect(shares.length).toBeGreaterThan(2);
    expect(shares.at(-1)).toBe(1);
  });

  it('counts characters, not bytes', async () => {
    const wide = symbols.map((_, id) => String.fromCodePoint(0x4e00 + id * 7));
    const ids = randomIds(60_000);
    const bits = await measureCompressor(name, { ids, train: 30_000, symbols: wide }, breathe);
    expect(bits).toBeGreaterThan(6);
    expect(bits).toBeLessThan(12);
  });
});

describe('the list of compressors', () => {
  it('has brotli everywhere, and zstd where Node has it', () => {
    expect(compressorNames).toEqual('zstd' in process.versions ? ['brotli', 'zstd'] : ['brotli']);
  });

  it('refuses what is not in it', async () => {
    await expect(measureCompressor('xz', { ids: randomIds(10), train: 5, symbols }, breathe)).rejects.toThrow(/xz/);
  });
});
