// The engine's check of itself passes where all is well, and says what failed where something is not.

import { afterEach, expect, test, vi } from 'vitest';
import { selfCheck } from '../../src-engine/host/self-check.ts';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../library/fixtures.ts';

afterEach(() => vi.unstubAllEnvs());

test('an engine that works has no problem, and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  vi.stubEnv('TMPDIR', folder);
  expect(await selfCheck(() => {})).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
});

test('where nothing can be written it says at what it failed', async () => {
  vi.stubEnv('TMPDIR', path.join(temporaryFolder(), 'missing'));
  expect(await selfCheck(() => {})).toMatch(/^The self-check failed at making a library: /);
});
