// Which frames are the app's own page.

import { expect, test } from 'vitest';
import { isPage, isPageFrame } from '../../src-main/page-address.ts';

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

test.each([
  ['app://bundle/index.html', true],
  ['app://bundle/index.html#/runs/3', true],
  ['app://bundle/', false],
  ['app://bundle/index.html?x', false],
  ['app://bundle/assets/index.js', false],
  ['app://bundle/icon.svg', false],
  ['app://bundle/index.html/../assets/index.css', false],
  ['app://bundle.evil/index.html', false],
  ['blob:app://bundle/5f0c', false],
  ['about:blank', false],
  ['', false],
])('%j is the page: %s', (address, is) => {
  expect(isPage(address)).toBe(is);
});
