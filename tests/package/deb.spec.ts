// The .deb is installed below a folder of the test's own, used, and removed without a trace.

import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const dist = path.join(import.meta.dirname, '../../dist');

let folder: string;
let root: string;
let deb: string;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-deb-'));
  root = path.join(folder, 'system');
  await mkdir(path.join(root, 'var/lib/dpkg'), { recursive: true });
  await writeFile(path.join(root, 'var/lib/dpkg/status'), '');
  const names = (await readdir(dist)).filter((name) => name.endsWith('.deb'));
  expect(names).toHaveLength(1);
  deb = path.join(dist, names[0] ?? '');
});

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Its scripts get DPKG_ROOT instead of a changed root; what it depends on is this machine's. */
async function dpkg(...args: readonly string[]): Promise<void> {
  const force = ['--force-script-chrootless', '--force-depends', '--force-not-root', '--force-bad-path'];
  await run('dpkg', [`--root=${root}`, `--log=${folder}/log`, ...force, ...args]);
}

/** The installed command, with a library of its own. */
async function charloom(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(path.join(root, 'usr/bin/charloom'), ['--library', `${folder}/lib.db`, ...args], {
    env: { HOME: folder, PATH: process.env['PATH'] ?? '' },
  });
  return stdout;
}

test('installs, trains and writes from its command, and leaves nothing behind', async () => {
  await dpkg('--install', deb);
  const { version } = JSON.parse(await readFile(path.join(dist, '../package.json'), 'utf8')) as { version: string };
  expect(await charloom('--version')).toContain(version);

  // A text out of a package, which the app carries compressed.
  await charloom('train', 'alice', '--steps', '20', '--hidden', '16', '--name', 'first');
  expect((await charloom('generate', 'first', '--length', '40', '--seed', '1')).trim()).not.toBe('');

  await dpkg('--purge', 'charloom');
  expect(existsSync(path.join(root, 'usr/lib/charloom'))).toBe(false);
  expect(existsSync(path.join(root, 'usr/bin/charloom'))).toBe(false);
  expect(existsSync(path.join(root, 'etc/apparmor.d/charloom'))).toBe(false);
});

test('has an icon, a place in the menu and models of its own, as the desktop wants them', async () => {
  const { stdout } = await run('dpkg-deb', ['--contents', deb]);
  for (const file of [
    './usr/share/applications/charloom.desktop',
    './usr/share/mime/packages/charloom.xml',
    './usr/share/icons/hicolor/scalable/apps/charloom.svg',
    './usr/share/doc/charloom/copyright',
    './usr/lib/charloom/apparmor-profile',
    './usr/lib/charloom/licences.txt',
    './usr/lib/charloom/bill-of-materials.cdx.json',
  ]) {
    expect(stdout).toContain(file);
  }
  const owners = stdout.split('\n').filter((line) => line !== '' && !line.includes(' root/root '));
  expect(owners).toEqual([]);
});
