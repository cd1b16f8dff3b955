// What the packaged app keeps shut: its fuses, and the switches with which others would get into it.

import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { whereElectronIs } from '../../scripts/setup/index.mjs';
import { launchSwitches } from '../../scripts/setup/launch.mjs';

const program = path.join(import.meta.dirname, '../../dist/linux-unpacked/charloom-window');

test('its fuses are set', async () => {
  const wire = await getCurrentFuseWire(program);
  const isOn = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE;
  // The command line is the same program, run as Node.
  expect(isOn(FuseV1Options.RunAsNode)).toBe(true);
  expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false);
  expect(isOn(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false);
  expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true);
  expect(isOn(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false);
});

const harmful = [
  '--inspect=127.0.0.1:PORT',
  '--inspect-brk=127.0.0.1:PORT',
  '--remote-debugging-port=PORT',
  '--js-flags=--allow-natives-syntax',
  '--load-extension=/tmp',
  '--gpu-launcher=FOLDER/intruder',
  '--renderer-cmd-prefix=FOLDER/intruder',
  '--utility-cmd-prefix=FOLDER/intruder',
  '--proxy-server=127.0.0.1:PORT',
];

for (const pattern of harmful) {
  test(`does not start with ${pattern.split('=')[0] ?? ''}`, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'charloom-locks-'));
    const argument = pattern.replace('PORT', '39321').replace('FOLDER', folder);
    const { code, words } = await start([`--user-data-dir=${folder}`, argument]);
    expect(code).toBe(2);
    expect(words).toContain(`Charloom does not start with ${argument.split('=')[0] ?? ''}`);
    await rm(folder, { recursive: true, force: true });
  });
}

/** Ends the app if it stays. */
async function start(args: readonly string[]): Promise<{ readonly code: number | null; readonly words: string }> {
  const where = whereElectronIs();
  if (where === null) throw new Error('Electron is not set up. Run: npm run setup');
  const child = spawn(program, [...launchSwitches(where), ...args]);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, words })));
}
