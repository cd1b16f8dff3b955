import { expect, test } from 'vitest';
import { isPageFrame } from '../../src-main/page-address.ts';

test.each([
  ['app://bundle/index.html', true],
  ['app://bundle/index.html#/runs/3', true],
  ['app://bundle.evil/index.html', false],
  ['app://other/index.html', false],
  ['https://bundle/index.html', false],
  ['file:///index.html', false],
  ['about:blank', false],
  ['data:text/html,app://bundle/', false],
  ['', false],
])('a message from %j counts: %s', (url, counts) => {
  expect(isPageFrame({ url, parent: null })).toBe(counts);
});

test('only the top frame counts, and only while it is there', () => {
  expect(isPageFrame({ url: 'app://bundle/index.html', parent: {} })).toBe(false);
  expect(isPageFrame(null)).toBe(false);
});
