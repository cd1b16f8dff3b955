// A tiny model learns to copy after a short delay in a few hundred steps; with the same seed, always the same.

import { expect, it } from 'vitest';
import { copyAccuracy } from '../../bench/memory-tasks.ts';

it('copies a letter over two points', async () => {
  const task = { cell: 'gru', letters: 1, delay: 2, seed: 1 } as const;
  expect(await copyAccuracy({ ...task, steps: 700 })).toBeGreaterThanOrEqual(0.99);
  // Untrained, it guesses: one letter of eight.
  expect(await copyAccuracy({ ...task, steps: 1 })).toBeLessThan(0.4);
});
