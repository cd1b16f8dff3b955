// A set of hashes knows what it was given and nothing else.

import { describe, expect, it } from 'vitest';
import { HashSet } from '../../src-engine/corpus/hash-set.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';

const size = 300_000;

/** What the set says to each of the same hashes of chance. */
function addAll(set: HashSet): readonly boolean[] {
  const random = createRandom(3);
  return Array.from({ length: size }, () => set.add(random.bits() >>> 0, random.bits() >>> 0));
}

describe('a set of hashes', () => {
  it('knows each of 300,000 again, and no other', () => {
    const set = new HashSet();
    expect(addAll(set).every((isNew) => isNew)).toBe(true);
    expect(addAll(set).some((isNew) => isNew)).toBe(false);
  });

  it('tells hashes apart that have a word in common, zeros too', () => {
    const set = new HashSet();
    const pairs = [0, 5, 2 ** 31, 2 ** 32 - 1].flatMap((high) =>
      [0, 2, 2 ** 32 - 1].map((low) => [high, low] as const),
    );
    const add = () => pairs.map(([high, low]) => set.add(high, low));
    expect(add().every((isNew) => isNew)).toBe(true);
    expect(add().some((isNew) => isNew)).toBe(false);
  });

  it('that is full still knows what it has', () => {
    const set = new HashSet(1000);
    expect(addAll(set).every((isNew) => isNew)).toBe(true);
    const again = addAll(set);
    expect(again.slice(0, 1000).some((isNew) => isNew)).toBe(false);
    expect(again.slice(1000).every((isNew) => isNew)).toBe(true);
  });

  it('that is cleared knows nothing', () => {
    const set = new HashSet();
    addAll(set);
    set.clear();
    expect(addAll(set).every((isNew) => isNew)).toBe(true);
  });
});
