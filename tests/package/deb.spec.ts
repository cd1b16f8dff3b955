// The .deb is installed below a folder of the test's own, used, and removed without a trace.

import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkWindow, dist } from './installed.ts';

const run = promisify(execFile);

let folder: string;
let root: string;
let deb: string;
let programs: string;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-deb-'));
  root = path.join(folder, 'system');
  await mkdir(path.join(root, 'var/lib/dpkg'), { recursive: true });
  await mkdir(path.join(root, 'etc/apparmor.d'), { recursive: true });
  // What this machine's own would say of the profile depends on its version, and on whether there is one.
  programs = path.join(folder, 'programs');
  await mkdir(programs);
  await writeFile(path.join(programs, 'apparmor_parser'), '#!/bin/sh\n', { mode: 0o755 });
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
  const env = { ...process.env, PATH: `${programs}${path.delimiter}${process.env['PATH'] ?? ''}` };
  await run('dpkg', [`--root=${root}`, `--log=${folder}/log`, ...force, ...args], { env });
}

/** The installed command, with a library of its own. */
async function charloom(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(path.join(root, 'usr/bin/charloom'), ['--library', `${folder}/lib.db`, ...args], {
    env: { HOME: folder, PATH: process.env['PATH'] ?? '' },
  });
  return stdout;
}

test('installs, opens its window, trains and writes from its command, and leaves nothing behind', async () => {
  await dpkg('--install', deb);
  const { version } = JSON.parse(await readFile(path.join(dist, '../package.json'), 'utf8')) as { version: string };
  expect(await charloom('--version')).toContain(version);

  // A text out of a package, which the app carries compressed.
  await charloom('train', 'alice', '--steps', '20', '--hidden', '16', '--name', 'first');
  expect((await charloom('generate', 'first', '--length', '40', '--seed', '1')).trim()).not.toBe('');

  await checkWindow(path.join(root, 'usr/lib/charloom/charloom-window'));
  const profile = await readFile(path.join(root, 'etc/apparmor.d/charloom'), 'utf8');
  expect(profile).toMatch(
    /^profile charloom \/usr\/lib\/charloom\/charloom-window flags=\(unconfined\) {\n\s+userns,/m,
  );
  const entry = await readFile(path.join(root, 'usr/share/applications/charloom.desktop'), 'utf8');
  const type = await readFile(path.join(root, 'usr/share/mime/packages/charloom.xml'), 'utf8');
  const [, name = ''] = /<mime-type type="([^"]+)">[^]*<glob pattern="\*\.charloom"\/>/.exec(type) ?? [];
  expect(name).not.toBe('');
  expect(entry.split('\n')).toContain(`MimeType=${name};`);
  expect(entry).toMatch(/^Exec=\/usr\/lib\/charloom\/charloom-window %F$/m);

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
