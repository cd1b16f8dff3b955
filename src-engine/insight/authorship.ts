// Which of several models suits a text best, and how sure that is. The text's likelihood alone would always be sure:
// neighbouring characters are surprising together, and no model is the truth. So passages of the text are drawn anew
// with replacement, many times (a bootstrap over blocks: Künsch 1989, "The jackknife and the bootstrap for general
// stationary observations"), and a model's sureness is the share of these texts that it suits best.

import { authorshipResamples } from '../protocol/surprise.ts';
import type { Random } from '../random/xoshiro.ts';

/** What a model says of a text. */
export interface TextOpinion {
  /** UTF-16 units of each symbol: models may cut the text differently. */
  readonly lengths: ArrayLike<number>;
  /** −ln p of each symbol, NaN where it was not predicted. */
  readonly nats: ArrayLike<number>;
}

/** Of a passage, in UTF-16 units: a passage is longer than what makes its characters surprising together. */
const minLength = 24;
/** Of a short text there are so many passages, of a long one at most the other number. */
const minPassages = 20;
const maxPassages = 400;

/**
 * The summed nats of each passage, by model.
 * @param length of the text, in UTF-16 units
 */
export function passagesOf(opinions: readonly TextOpinion[], length: number): Float64Array[] {
  const size = Math.max(1, Math.ceil(length / maxPassages), Math.min(minLength, Math.ceil(length / minPassages)));
  return opinions.map(({ lengths, nats }) => {
    const sums = new Float64Array(Math.ceil(length / size));
    let position = 0;
    for (let index = 0; index < nats.length; index++) {
      if (!Number.isNaN(nats[index])) sums[Math.floor(position / size)] += nats[index];
      position += lengths[index];
    }
    return sums;
  });
}

/**
 * @param passages by model, as `passagesOf` has them
 * @returns by model, summing to 1; models that do not differ share evenly
 */
export function sureness(passages: readonly Float64Array[], random: Random): number[] {
  const count = passages[0]?.length ?? 0;
  const wins = passages.map(() => 0);
  const totals = new Float64Array(passages.length);
  for (let turn = 0; turn < authorshipResamples; turn++) {
    totals.fill(0);
    for (let drawn = 0; drawn < count; drawn++) {
      const passage = Math.floor(random.uniform() * count);
      for (let model = 0; model < passages.length; model++) totals[model] += passages[model][passage];
    }
    const lowest = Math.min(...totals);
    const best = [...passages.keys()].filter((model) => totals[model] === lowest);
    for (const model of best) wins[model] += 1 / best.length;
  }
  return wins.map((won) => won / authorshipResamples);
}
