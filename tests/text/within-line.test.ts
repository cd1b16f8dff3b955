// Titles that stand in the midst of a line.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setLanguage } from '../../src-renderer/text/language.svelte.ts';
import { withinLine } from '../../src-renderer/text/within-line.ts';

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: {} });
});

afterEach(() => {
  setLanguage('en');
  vi.unstubAllGlobals();
});

it.each([
  ['Repetition penalty', 'repetition penalty'],
  ['No long repetitions (DRY)', 'no long repetitions (DRY)'],
  ['Vanilla RNN', 'vanilla RNN'],
  ['GRU', 'GRU'],
])('English writes "%s" small, but for what is short for something', (title, within) => {
  expect(withinLine(title)).toBe(within);
});

it('a German noun stays as it is', () => {
  setLanguage('de');
  expect(withinLine('Temperatur')).toBe('Temperatur');
});
