// The n-gram models, against a slow implementation that keeps every n-gram in a table, hand-made cases, and sources
// whose entropy is known.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsOf, measureNgrams } from '../../src-engine/corpus/ngrams.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';

/** Probabilities of `held` after `train`, by order. */
function measure(train: readonly number[], held: readonly number[], vocabulary: number, orders: number): number[][] {
  const job = { ids: Uint8Array.from([...train, ...held]), train: train.length, vocabulary, orders };
  return Array.from(measureNgrams(job), ({ probabilities }) => [...probabilities]);
}

/** The formulas as they stand in the paper, over tables of joined strings. */
function oracle(train: readonly number[], vocabulary: number, orders: number) {
  const counts = Array.from({ length: orders + 1 }, (_, length) => {
    const table = new Map<string, number>();
    for (let end = length; end <= train.length; end++) {
      const gram = train.slice(end - length, end).join(' ');
      table.set(gram, (table.get(gram) ?? 0) + 1);
    }
    return table;
  });
  const before = counts.slice(0, -1).map((_, length) => {
    const table = new Map<string, number>();
    for (const gram of counts[length + 1]?.keys() ?? []) {
      const rest = gram.split(' ').slice(1).join(' ');
      table.set(rest, (table.get(rest) ?? 0) + 1);
    }
    return table;
  });

  function discounts(table: ReadonlyMap<string, number>): readonly number[] {
    const n = [0, 1, 2, 3, 4].map((count) => [...table.values()].filter((value) => value === count).length) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const y = n[1] / (n[1] + 2 * n[2]);
    return [1, 2, 3].map((count) => {
      const at = n as readonly number[];
      const wanted = count - (count + 1) * y * ((at[count + 1] ?? 0) / (at[count] ?? 0));
      return wanted > 0 && wanted < count ? wanted : count / 2;
    });
  }

  function smooth(tables: readonly ReadonlyMap<string, number>[], context: readonly number[], symbol: number): number {
    const table = tables[context.length + 1];
    const lower = context.length === 0 ? 1 / vocabulary : smooth(before, context.slice(1), symbol);
    const followers = Array.from({ length: vocabulary }, (_, other) => table.get([...context, other].join(' ')) ?? 0);
    const total = followers.reduce((sum, count) => sum + count, 0);
    if (total === 0) return lower;
    const d = discounts(table);
    const discount = (count: number) => (count === 0 ? 0 : d[Math.min(count, 3) - 1]);
    const taken = followers.reduce((sum, count) => sum + discount(count), 0);
    const own = followers[symbol];
    return (own - discount(own) + taken * lower) / total;
  }

  return (context: readonly number[], symbol: number) => smooth(counts, context, symbol);
}

const text = (vocabulary: number, min: number, max: number) =>
  fc.array(fc.nat(vocabulary - 1), { minLength: min, maxLength: max });

describe('n-gram models', () => {
  it('give what was computed by hand', () => {
    // a b a b, then a; c is never seen. Order 0: counts 2 2, so all discounts are half the count: 1.
    // Order 1: c(ba) = 1 with D1 = 1/3; below it a follows one symbol and b one: (1 − 1/2 + 1 · 1/3) / 2 = 5/12.
    const [zero, one] = measure([0, 1, 0, 1], [0], 3, 2);
    expect(zero?.[0]).toBeCloseTo(5 / 12, 12);
    expect(one?.[0]).toBeCloseTo(2 / 3 + (1 / 3) * (5 / 12), 12);
  });

  it('agree with the formulas applied to tables', () => {
    const orders = 4;
    fc.assert(
      fc.property(text(3, 1, 60), text(4, 1, 12), (train, held) => {
        const expected = oracle(train, 4, orders);
        const all = [...train, ...held];
        measure(train, held, 4, orders).forEach((probabilities, order) => {
          probabilities.forEach((probability, index) => {
            const end = train.length + index;
            // Near the beginning of the text there are fewer symbols before it than the order asks for.
            const context = all.slice(Math.max(0, end - order), end);
            const wanted = context.length < order ? undefined : expected(context, held[index]);
            if (wanted !== undefined) expect(probability).toBeCloseTo(wanted, 12);
          });
        });
      }),
      { numRuns: 200 },
    );
  });

  it('give probabilities that sum to one over the vocabulary', () => {
    const vocabulary = 5;
    const orders = 9;
    fc.assert(
      fc.property(text(vocabulary, 1, 200), text(vocabulary, 0, 12), (train, context) => {
        const sums = new Array<number>(orders).fill(0);
        for (let symbol = 0; symbol < vocabulary; symbol++) {
          measure(train, [...context, symbol], vocabulary, orders).forEach((probabilities, order) => {
            const last = probabilities.at(-1);
            expect(last).toBeGreaterThan(0);
            sums[order] = sums[order] + last;
          });
        }
        for (const sum of sums) expect(sum).toBeCloseTo(1, 10);
      }),
    );
  });

  it('do not learn from what they are measured on', () => {
    const train = Array.from({ length: 50 }, (_, index) => index % 3);
    const alone = measure(train, [3], 4, 3);
    const repeated = measure(train, [3, 3, 3, 3, 3, 3], 4, 3);
    repeated.forEach((probabilities, order) => {
      expect(probabilities[0]).toBeCloseTo(alone[order]?.[0], 12);
    });
    // The context is always the same, and stays as unseen as at first.
    expect(repeated[1]?.[3]).toBe(repeated[1]?.[5]);
  });

  it('come near the entropy of a source that remembers two symbols, and not with less memory', () => {
    const { ids, entropy } = secondOrderSource(400_000);
    const bits: number[] = [];
    const job = { ids, train: 300_000, vocabulary: 3, orders: 6 };
    for (const { probabilities } of measureNgrams(job)) bits.push(bitsOf(probabilities));
    expect(bits[2]).toBeGreaterThan(entropy * 0.995);
    expect(bits[2]).toBeLessThan(entropy * 1.005);
    expect(bits[1]).toBeGreaterThan(entropy * 1.05);
    // Longer memories see nothing more, and lose little.
    for (const more of bits.slice(3)) expect(more).toBeLessThan(entropy * 1.02);
  });
});

/**
 * Three symbols, each drawn by a table over the two before it; the entropy is the mean over the contexts as they came.
 */
function secondOrderSource(length: number): { readonly ids: Uint8Array; readonly entropy: number } {
  const random = createRandom(7);
  const uniform = () => random.bits() / 2 ** 32;
  const table = Array.from({ length: 9 }, () => {
    const weights = [uniform() ** 3, uniform() ** 3, uniform() ** 3] as const;
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return [weights[0] / sum, weights[1] / sum, weights[2] / sum] as const;
  });
  const ids = new Uint8Array(length);
  let nats = 0;
  for (let index = 2; index < length; index++) {
    const row = table[ids[index - 2] * 3 + ids[index - 1]];
    const draw = uniform();
    ids[index] = draw < row[0] ? 0 : draw < row[0] + row[1] ? 1 : 2;
    for (const p of row) nats -= p * Math.log(p);
  }
  return { ids, entropy: nats / Math.LN2 / (length - 2) };
}
