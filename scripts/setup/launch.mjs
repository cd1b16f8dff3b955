// How Electron is started on this machine: which switches and environment it needs from outside. The app's own code
// sets neither.

import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @param {{ sqliteBinding: string | null }} where */
export function launchEnvironment(where, env = process.env) {
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  const binding = where.sqliteBinding === null ? {} : { CHARLOOM_SQLITE_BINDING: where.sqliteBinding };
  return { ...rest, ...characters(env), ...binding };
}

/** Where the system's characters are ASCII, as in most containers, Chromium passes over files with other names. */
function characters({ LC_ALL: all, LC_CTYPE: type, LANG: language }) {
  const isAscii = ['C', 'POSIX'].includes(all || type || language || 'C');
  if (process.platform !== 'linux' || !isAscii) return {};
  return { [all ? 'LC_ALL' : 'LC_CTYPE']: 'C.UTF-8' };
}

/** Chromium cannot be sandboxed as root, nor where the system keeps user namespaces from it. */
export function launchSwitches({ electron }) {
  return process.platform === 'linux' && !canSandbox(electron) ? ['--no-sandbox'] : [];
}

function canSandbox(electron) {
  if (process.getuid() === 0) return false;
  return hasSetuidHelper(electron) || spawnSync('unshare', ['--user', '--map-root-user', 'true']).status === 0;
}

function hasSetuidHelper(electron) {
  try {
    const { mode, uid } = statSync(join(dirname(electron), 'chrome-sandbox'));
    return uid === 0 && (mode & 0o4000) !== 0;
  } catch {
    return false;
  }
}
