// An app that lies where somebody has put it.

import { expect } from '@playwright/test';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { whereElectronIs } from '../../scripts/setup/index.mjs';
import { launchSwitches } from '../../scripts/setup/launch.mjs';

export const dist = path.join(import.meta.dirname, '../../dist');

/** Opens its window, in which the app checks itself, and sees it end well. */
export async function checkWindow(program: string): Promise<void> {
  const where = whereElectronIs();
  if (where === null) throw new Error('Electron is not set up. Run: npm run setup');
  // Its own SQLite, and nothing that this machine has been told.
  const { HOME, PATH, DISPLAY, XAUTHORITY } = process.env;
  const { stdout } = await promisify(execFile)(program, [...launchSwitches(where), '--selfcheck'], {
    env: { HOME, PATH, DISPLAY, XAUTHORITY },
  });
  expect(stdout).toMatch(/^Self-check with Electron .*: the window, the engine, .* work\.\n$/);
}
