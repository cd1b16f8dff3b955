// What a text was made of, in the language in use.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setLanguage } from '../../src-renderer/text/language.svelte.ts';
import { sourceWords } from '../../src-renderer/text/source-words.ts';

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: {} });
  setLanguage('de');
});

afterEach(() => {
  setLanguage('en');
  vi.unstubAllGlobals();
});

it.each([
  ['novel.txt', 1, 'novel.txt'],
  ['novel.txt and 2 more', 3, 'novel.txt und 2 weitere'],
  ['Romeo and 2 more', 1, 'Romeo and 2 more'],
  ['novel.txt and 2 more', 0, 'novel.txt und 2 weitere'],
])('%s of %d', (name, files, said) => {
  expect(sourceWords(name, files)).toBe(said);
});
