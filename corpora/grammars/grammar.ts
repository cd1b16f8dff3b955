// A text by the rules of a small grammar: lines drawn independently, so that its entropy a character is exactly the
// entropy of a line over the mean length of a line, its line end counted (the lines must be tellable apart).

import { createRandom } from '../../src-engine/random/xoshiro.ts';
import type { Random } from '../../src-engine/random/xoshiro.ts';

const seed = 1;

/** @param makeLine without the line end */
export function makeLines(lines: number, makeLine: (random: Random) => string): string {
  const random = createRandom(seed);
  return Array.from({ length: lines }, () => `${makeLine(random)}\n`).join('');
}

/** Uniform from 0 to n − 1. */
export function draw(random: Random, n: number): number {
  return Math.floor(random.uniform() * n);
}

export function pick<Choice>(random: Random, choices: readonly [Choice, ...Choice[]]): Choice {
  return choices[draw(random, choices.length)] ?? choices[0];
}

/** A figure that is counted when it is first asked for: to start the command line must not take as long as counting. */
export function countedOnce(count: () => number): () => number {
  let counted: number | null = null;
  return () => (counted ??= count());
}
