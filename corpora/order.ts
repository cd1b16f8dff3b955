// The order of a text's pieces. The end of a corpus is held out for validation: left in the order of the alphabet or of
// the years it would be unlike the rest, and a model would be judged by words in Z or by this century's speeches.

import { createRandom } from '../src-engine/random/xoshiro.ts';

const seed = 1;

/** By chance, and always the same (Fisher and Yates). */
export function shuffled<Piece>(pieces: readonly Piece[]): Piece[] {
  const random = createRandom(seed);
  const result = [...pieces];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random.uniform() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
