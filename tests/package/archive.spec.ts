// The .tar.gz is unpacked somewhere and started from there.

import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkWindow, dist } from './installed.ts';

const run = promisify(execFile);

let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-archive-'));
});

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('holds one folder, whose command and window work', async () => {
  const archives = (await readdir(dist)).filter((name) => name.endsWith('.tar.gz'));
  expect(archives).toHaveLength(1);
  const [archive = ''] = archives;
  await run('tar', ['--extract', `--file=${path.join(dist, archive)}`, `--directory=${folder}`]);
  const name = archive.replace('.tar.gz', '');
  expect(await readdir(folder)).toEqual([name]);
  const { stdout } = await run(path.join(folder, name, 'bin/charloom'), ['--version']);
  expect(name).toContain(`charloom-${stdout.trim().split(' ').at(-1) ?? ''}-linux-`);
  await checkWindow(path.join(folder, name, 'charloom-window'));
});
