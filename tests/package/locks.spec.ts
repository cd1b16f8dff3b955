// What the packaged app keeps shut: its fuses, and the switches with which others would get into it.

import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
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
  expect(isOn(FuseV1Options.EnableCookieEncryption)).toBe(true);
  expect(isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot)).toBe(false);
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
  '--browser-subprocess-path=FOLDER/intruder',
  '--proxy-server=127.0.0.1:PORT',
];

for (const pattern of harmful) {
  test(`does not start with ${pattern.split('=')[0] ?? ''}`, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'charloom-locks-'));
    const mark = path.join(folder, 'mark');
    await writeFile(path.join(folder, 'intruder'), `#!/bin/sh\necho "$@" >> '${mark}'\n`, { mode: 0o755 });
    const port = await freePort();
    const argument = pattern.replace('PORT', String(port)).replace('FOLDER', folder);
    // Where one process forks the others, Chromium asks no launcher.
    const { code, words, wasOpen } = await start([`--user-data-dir=${folder}`, '--no-zygote', argument], port);
    expect(code).toBe(2);
    expect(words).toContain(`Charloom does not start with ${argument.split('=')[0] ?? ''}`);
    // Nor did it do anything before it said so.
    expect(existsSync(mark)).toBe(false);
    expect(wasOpen).toBe(false);
    await rm(folder, { recursive: true, force: true });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

interface Ended {
  readonly code: number | null;
  readonly words: string;
  /** Whether somebody listened at the port at any time. */
  readonly wasOpen: boolean;
}

/** Ends the app if it listens. */
async function start(args: readonly string[], port: number): Promise<Ended> {
  const where = whereElectronIs();
  if (where === null) throw new Error('Electron is not set up. Run: npm run setup');
  const child = spawn(program, [...launchSwitches(where), ...args]);
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  let wasOpen = false;
  while (child.exitCode === null && child.signalCode === null) {
    if (!(await isOpen(port))) continue;
    wasOpen = true;
    child.kill('SIGKILL');
    break;
  }
  return { code: await closed, words, wasOpen };
}

/** Asks the system, and takes a turn of the event loop for it. */
function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      resolve(true);
      socket.destroy();
    });
  });
}
