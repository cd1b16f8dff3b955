// Which model suits a text, and how sure that is: what is known by hand, and what chance does.

import { describe, expect, it } from 'vitest';
import { passagesOf, sureness } from '../../src-engine/insight/authorship.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';

const ones = (length: number): Uint8Array => new Uint8Array(length).fill(1);

function sure(...models: readonly Float32Array[]): number[] {
  const opinions = models.map((nats) => ({ lengths: ones(nats.length), nats }));
  return sureness(passagesOf(opinions, models[0].length), createRandom(1));
}

describe('passages', () => {
  it('hold what each model says of the same units, however it cuts the text', () => {
    const single = { lengths: ones(80), nats: Float32Array.from({ length: 80 }, (_, place) => place) };
    const pairs = {
      lengths: new Uint8Array(40).fill(2),
      nats: Float32Array.from({ length: 40 }, (_, at) => 4 * at + 1),
    };
    const [one, other] = passagesOf([single, pairs], 80);
    expect(one).toHaveLength(20);
    expect(one).toEqual(other);
    expect(one[0]).toBe(0 + 1 + 2 + 3);
  });

  it('leave out what was not predicted, and are not shorter than what hangs together', () => {
    const nats = new Float32Array(4800).fill(1);
    nats[0] = NaN;
    const [sums] = passagesOf([{ lengths: ones(4800), nats }], 4800);
    expect([sums.length, sums[0], sums[1]]).toEqual([200, 23, 24]);
    expect(passagesOf([{ lengths: ones(100_000), nats: new Float32Array(100_000) }], 100_000)[0]).toHaveLength(400);
  });
});

describe('sureness', () => {
  const random = createRandom(7);
  const noise = (mean: number, length: number): Float32Array =>
    Float32Array.from({ length }, () => mean + (random.uniform() - 0.5) * 4);

  it('is complete where a model is better everywhere', () => {
    expect(sure(new Float32Array(500).fill(2), new Float32Array(500).fill(1))).toEqual([0, 1]);
  });

  it('is shared by models that do not differ', () => {
    const same = noise(1, 600);
    expect(sure(same, same)).toEqual([0.5, 0.5]);
  });

  it('is not given to what only chance has made better', () => {
    // Nobody of them is better: among 40 pairs, the better one must be taken for sure now and then only.
    const seen = Array.from({ length: 40 }, () => Math.max(...sure(noise(2, 1000), noise(2, 1000))));
    expect(seen.filter((share) => share > 0.95).length).toBeLessThanOrEqual(8);
    expect(seen.filter((share) => share < 0.8).length).toBeGreaterThanOrEqual(12);
  });

  it('grows with the text', () => {
    const [, short] = sure(noise(2, 60), noise(1.8, 60));
    const [, long] = sure(noise(2, 6000), noise(1.8, 6000));
    expect(short).toBeLessThan(0.97);
    expect(long).toBeGreaterThan(0.999);
  });
});
