// A folder in memory for what tests write: most of their time goes by until the disk has what SQLite gave it, and no
// test pulls the plug.

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { freemem, hostname } from 'node:os';
import { join } from 'node:path';
import { isDead } from '../setup/lock.mjs';

const prefix = 'charloom-tests-';
/** Bytes that all tests together never need at once. */
const room = 2e9;

/**
 * @returns its path; null where somebody has said where to write, where there is none or no room in it, or nothing may
 * be run from it
 */
export function makeMemoryFolder(memory = '/dev/shm', wanted = room, said = process.env['TMPDIR']) {
  if (said) return null;
  try {
    if (isNoexec(memory)) return null;
    removeLeftovers(memory);
    const { bavail, bsize } = statfsSync(memory);
    if (Math.min(bavail * bsize, freemem()) < wanted) return null;
    const folder = mkdtempSync(join(memory, `${prefix}${process.pid}~${hostname()}~`));
    // Some tests of the superuser start a program as another user.
    chmodSync(folder, 0o755);
    return folder;
  } catch {
    return null;
  }
}

/** Some tests load a binary that they have written. */
function isNoexec(memory) {
  const mount = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, at]) => at === memory);
  return mount?.[3].split(',').includes('noexec') ?? false;
}

/** Of runs that were killed. */
function removeLeftovers(memory) {
  for (const name of readdirSync(memory).filter((one) => one.startsWith(prefix))) {
    const [pid, host] = name.slice(prefix.length).split('~');
    if (!isDead(`${pid} ${host}`)) continue;
    try {
      rmSync(join(memory, name), { recursive: true, force: true });
    } catch {
      // It is another user's.
    }
  }
}
