// Where things are kept, also for a user who can write into the checkout only.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cacheFolder, npmEnvironment, root, defaultCacheFolder } from '../../scripts/setup/paths.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'charloom-paths-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Below a file nobody can make a folder, not even root. */
const closed = path.join(folder, 'file');
writeFileSync(closed, '');

test('the cache belongs to the user and lies outside the checkout', () => {
  const unix = path.join('/home/ada', '.cache', 'charloom');
  expect(defaultCacheFolder({}, 'linux', '/home/ada')).toBe(unix);
  expect(defaultCacheFolder({ XDG_CACHE_HOME: '/big' }, 'linux', '/home/ada')).toBe(path.join('/big', 'charloom'));
  const mac = path.join('/Users/ada', 'Library', 'Caches', 'charloom');
  expect(defaultCacheFolder({}, 'darwin', '/Users/ada')).toBe(mac);
  expect(defaultCacheFolder({ LOCALAPPDATA: 'L' }, 'win32', 'H')).toBe(path.join('L', 'charloom', 'Cache'));
  expect(cacheFolder({ XDG_CACHE_HOME: folder })).toBe(path.join(folder, 'charloom'));
});

test('where the user cannot write, the checkout holds the cache, and npm’s with it', () => {
  const inside = cacheFolder({ XDG_CACHE_HOME: closed });
  expect(inside.startsWith(path.join(root, 'node_modules') + path.sep)).toBe(true);
  const env = { XDG_CACHE_HOME: closed, npm_config_cache: path.join(closed, 'npm') };
  expect(npmEnvironment(env).npm_config_cache).toBe(path.join(inside, 'npm'));
});

test('a cache of npm’s that can be written stays', () => {
  expect(npmEnvironment({ npm_config_cache: folder }).npm_config_cache).toBe(folder);
});
