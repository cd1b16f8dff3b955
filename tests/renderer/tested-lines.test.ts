// What is said of lines whose labels are known.

import { describe, expect, it } from 'vitest';
import type { LabelTest } from '../../src-engine/protocol/index.ts';
import { surestLines, testedLines } from '../../src-renderer/text/tested-lines.ts';

/** @param second the probability of the second label, line by line */
function tested(truth: readonly number[], second: readonly number[]): LabelTest {
  return {
    step: 1200,
    part: 'validation',
    labels: ['ham', 'spam'],
    texts: truth.map((_, line) => `line ${line}`),
    truth: Uint16Array.from(truth),
    probabilities: Float32Array.from(second.flatMap((p) => [1 - p, p])),
    isWhole: true,
  };
}

describe('lines whose labels are known', () => {
  it('are shown by the two that a model is surest of, rightly and wrongly', () => {
    const lines = surestLines(tested([0, 1, 1, 0, 0], [0.25, 0.75, 0.125, 0.5, 0.875]));
    expect(lines).toMatchObject([
      { text: 'line 0', truth: 'ham', told: 'ham', probability: 0.75 },
      { text: 'line 2', truth: 'spam', told: 'ham', probability: 0.875 },
    ]);
    expect(surestLines(tested([0, 1], [0.25, 0.875]))).toMatchObject([{ text: 'line 1', told: 'spam' }]);
    expect(surestLines(tested([], []))).toEqual([]);
  });

  it('are named with their part and the checkpoint', () => {
    const test = tested([0, 1], [0, 1]);
    expect(testedLines(test)).toBe('2 lines of the validation part, labelled by the checkpoint of step 1\u202f200.');
    expect(testedLines({ ...test, part: 'training', isWhole: false })).toContain('2 lines, a part of them');
  });
});
