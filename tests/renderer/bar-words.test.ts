import { expect, it } from 'vitest';
import type { LineLengths } from '../../src-engine/protocol/index.ts';
import { barWords } from '../../src-renderer/screens/corpus/doctor/bar-words.ts';

function bar(from: number, to: number, lines: number): LineLengths {
  // eslint-disable-next-line no-restricted-syntax -- findings are stored by these names
  return { least: from, most: to, lines };
}

it('counts one symbol as one', () => {
  expect(barWords(bar(0, 0, 2))).toBe('0 symbols: 2 lines');
  expect(barWords(bar(1, 1, 1))).toBe('1 symbol: 1 line');
  expect(barWords(bar(2, 3, 4))).toBe('2–3 symbols: 4 lines');
});
