// A folder in memory for what tests write: most of their time goes by until the disk has what SQLite gave it, and no test pulls the plug.

import { accessSync, constants, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const prefix = 'charloom-tests-';
/** Bytes that all tests together never need at once. */
const room = 2e9;

/** @returns its path; null where there is none, or a small one, or nothing may be run from it */
export function makeMemoryFolder(memory = '/dev/shm', wanted = room) {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize < wanted || isNoexec(memory)) return null;
    removeLeftovers(memory);
    const folder = join(memory, `${prefix}${process.pid}`);
    mkdirSync(folder, { recursive: true });
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
  for (const name of readdirSync(memory)) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (pid > 0 && !isRunning(pid)) rmSync(join(memory, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
