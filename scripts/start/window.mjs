// Opens the app and waits for its end.

import { spawn } from 'node:child_process';
import { setUpApp } from '../setup/index.mjs';
import { launchEnvironment, launchSwitches } from '../setup/launch.mjs';
import { root } from '../setup/paths.mjs';
import { say } from '../setup/report.mjs';

/** Resolves with the app's exit code. */
export async function startInWindow(args) {
  const where = await setUpApp();
  const switches = launchSwitches(where);
  if (switches.includes('--no-sandbox') && process.getuid() !== 0) {
    say('This system does not let Chromium build its sandbox (user namespaces are off): the window runs without it.');
  }
  const child = spawn(where.electron, [...switches, root, ...args], {
    stdio: 'inherit',
    env: launchEnvironment(where),
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
