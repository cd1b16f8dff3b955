// Where the set-up puts what it keeps.

import path from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder, root } from '../../scripts/setup/paths.mjs';

test('the cache belongs to the user and lies outside the checkout', () => {
  expect(cacheFolder({}, 'linux', '/home/ada')).toBe(path.join('/home/ada', '.cache', 'charloom'));
  expect(cacheFolder({ XDG_CACHE_HOME: '/big/cache' }, 'linux', '/home/ada')).toBe(path.join('/big/cache', 'charloom'));
  expect(cacheFolder({}, 'darwin', '/Users/ada')).toBe(path.join('/Users/ada', 'Library', 'Caches', 'charloom'));
  expect(cacheFolder({ LOCALAPPDATA: 'L' }, 'win32', 'H')).toBe(path.join('L', 'charloom', 'Cache'));
  expect(cacheFolder().startsWith(root + path.sep)).toBe(false);
});
