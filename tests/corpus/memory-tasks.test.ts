// The memory tasks: every line is answered rightly, and its entropy is that of what chance has drawn.

import { describe, expect, it } from 'vitest';
import { memoryTasks } from '../../corpora/grammars/memory-tasks.ts';
import { installedPackages } from '../../src-engine/corpus/packages.ts';

async function linesOf(key: string): Promise<readonly string[]> {
  const task = memoryTasks.find((one) => one.key === key);
  if (!task) throw new Error(`There is no ${key}.`);
  return (await task.read(installedPackages())).trimEnd().split('\n');
}

/** Entropy in bits of which of its values a share of draws takes. */
function entropyOf(values: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / values.length) * Math.log2(count / values.length),
    0,
  );
}

describe('a memory task', () => {
  it('copies the letters after the delay', async () => {
    expect((await linesOf('copy-task')).filter((line) => !/^([a-h]{4})\.{20}\?\1$/.test(line))).toEqual([]);
  });

  it('closes every bracket, in words that are equally likely', async () => {
    const words = await linesOf('dyck-words');
    const isWhole = (word: string): boolean => {
      let depth = 0;
      for (const bracket of word) {
        depth += bracket === '(' ? 1 : -1;
        if (depth < 0) return false;
      }
      return depth === 0 && word.length === 24;
    };
    expect(words.filter((word) => !isWhole(word))).toEqual([]);
    // The first two of a word: of 208 012 words of twelve pairs, 58 786 begin with "()" (the words of eleven pairs).
    const share = words.filter((word) => word.startsWith('()')).length / words.length;
    expect(share).toBeCloseTo(58_786 / 208_012, 2);
  });

  it('says whether the ones are even', async () => {
    const answer = (digits: string): string => (digits.replaceAll('0', '').length % 2 === 0 ? 'e' : 'o');
    const lines = (await linesOf('parity')).map((line) => line.split('='));
    expect(lines.filter(([digits = '', told]) => told !== answer(digits))).toEqual([]);
  });

  it('repeats the marks in their order', async () => {
    const lines = await linesOf('temporal-order');
    const wrong = lines
      .map((line) => line.split('='))
      .filter(([read = '', told]) => told !== read.replaceAll(/[a-d]/g, ''));
    expect(wrong).toEqual([]);
    expect(entropyOf(lines.map((line) => line.slice(-2)))).toBeCloseTo(2, 2);
  });

  it('adds the two marked digits', async () => {
    const wrong = (await linesOf('adding')).filter((line) => {
      const [digits = '', told] = line.split('=');
      const marked = [...digits.matchAll(/\*(\d)/g)].map(([, digit]) => Number(digit));
      return marked.length !== 2 || Number(told) !== (marked[0] ?? 0) + (marked[1] ?? 0);
    });
    expect(wrong).toEqual([]);
  });

  it('has the entropy of what is drawn, over the length of its lines', async () => {
    const bits: Record<string, number> = {
      'copy-task': 4 * 3,
      'dyck-words': Math.log2(208_012),
      parity: 20,
      'temporal-order': 22 * 2 + 2,
      adding: 20 * Math.log2(10) + 2 * Math.log2(10),
    };
    for (const { key, entropy } of memoryTasks) {
      const [line = ''] = await linesOf(key);
      expect(entropy).toBeCloseTo((bits[key] ?? Number.NaN) / (line.length + 1), 12);
    }
  });
});
