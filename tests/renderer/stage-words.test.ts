// The words of the stages of sampling.

import { expect, it } from 'vitest';
import { stageHint, stageValue } from '../../src-renderer/screens/generate/stage-words.ts';

it('how many symbols are banned is written like every number of the window', () => {
  const symbols = Array.from({ length: 1200 }, (_, at) => String.fromCodePoint(0x4e00 + at));
  expect(stageValue({ kind: 'ban', strings: symbols, ignoreCase: false })).toBe('1\u202f200');
});

it('a temperature that varies is not said to be the same all over the text', () => {
  expect(stageHint({ kind: 'temperature', temperature: 0.8 })).toMatch(/^Below 1 safer/);
  const ramp = { to: 0.5, over: 1000 };
  expect(stageHint({ kind: 'temperature', temperature: 0.8, ramp })).toMatch(/^Goes evenly .* and stays there\./);
});
