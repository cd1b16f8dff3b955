// The words of the stages of sampling.

import { expect, it } from 'vitest';
import { stageValue } from '../../src-renderer/text/stage-words.ts';

it('how many symbols are banned is written like every number of the window', () => {
  const symbols = Array.from({ length: 1200 }, (_, at) => String.fromCodePoint(0x4e00 + at));
  expect(stageValue({ kind: 'ban', strings: symbols, ignoreCase: false })).toBe('1\u202f200');
});
