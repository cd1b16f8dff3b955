// Each worker of the tests gets a display of its own.

import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { onPath } from '../../scripts/setup/system-packages.mjs';
import { openDisplays } from '../../scripts/test/displays.mjs';
import { temporaryFolder } from '../library/fixtures.ts';

/** Where a server listens. */
const socket = (name: string): string => `/tmp/.X11-unix/X${name.slice(1)}`;

test.skipIf(!onPath('Xvfb'))('displays of their own are opened, and closed again', async () => {
  const { names, close } = await openDisplays(2);
  expect(new Set(names).size).toBe(2);
  expect(names.map((name) => existsSync(socket(name)))).toEqual([true, true]);
  close();
  await expect.poll(() => names.map((name) => existsSync(socket(name)))).toEqual([false, false]);
});

test.skipIf(process.platform === 'win32')('a server that cannot start is told of', async () => {
  const broken = path.join(temporaryFolder(), 'server');
  writeFileSync(broken, '#!/bin/sh\nexit 1\n');
  chmodSync(broken, 0o755);
  await expect(openDisplays(2, broken)).rejects.toThrow('ended before it was ready');
  await expect(openDisplays(2, '/nowhere/server')).rejects.toThrow('ENOENT');
});
