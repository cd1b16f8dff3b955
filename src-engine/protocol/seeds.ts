// Seeds of texts: which there are, which follows which, and one for a person.

import { largestSeed } from './sampling-limits.ts';

/** How many there are. */
export const seedCount = largestSeed + 1;

/** Short enough to read out, many enough never to meet again by chance. */
const seedsToRead = 1_000_000;

/** The seed so many after another one; after the largest comes 0. */
export function seedAfter(seed: number, by: number): number {
  return (seed + by) % seedCount;
}

export function randomSeed(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value % seedsToRead;
}
