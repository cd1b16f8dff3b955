// Two set-ups at once: the second waits for the first. A lock whose owner has died is taken over.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from './paths.mjs';
import { say } from './report.mjs';

/** Does `work` while no other process on this machine does work under the same name. */
export async function withLock(name, work) {
  const file = lockFile(name);
  await acquire(file);
  return releasing(() => rmSync(file, { force: true }), work);
}

/**
 * Does `work`, and releases what was taken for it: at its end, whatever that is, and also when the process is told to
 * stop.
 */
export async function releasing(release, work) {
  // Where several things have been taken, each hears of the end.
  const stop = (signal) => process.exit(signal === 'SIGINT' ? 130 : 143);
  process.once('exit', release).once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await work();
  } finally {
    process.off('exit', release).off('SIGINT', stop).off('SIGTERM', stop);
    release();
  }
}

function lockFile(name) {
  const folder = join(cacheFolder(), 'locks');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 16)}.lock`);
}

async function acquire(file) {
  let told = false;
  for (;;) {
    try {
      writeFileSync(file, `${process.pid} ${hostname()}`, { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = readOwner(file);
    if (owner !== null && isDead(owner)) {
      takeAway(file, owner);
    } else {
      if (!told) say('• Another set-up is at work; waiting for it …');
      told = true;
      await sleep(300);
    }
  }
}

function readOwner(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** @param {string} owner 'pid host'; one on another machine (a shared home folder) is taken to be alive */
export function isDead(owner) {
  const [pid, host] = owner.split(' ');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return isZombie(pid);
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/**
 * Ended, though nobody has asked what has become of it yet. Linux tells. The engine's `files/processes.ts` knows
 * that, too: it is TypeScript, which no Node that a set-up may begin with reads, and plain code in its place would need
 * its types beside it once more.
 */
function isZombie(pid) {
  try {
    return /^.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** Renaming first: of two that find the same dead owner, only one moves it. */
function takeAway(file, owner) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readOwner(aside) !== owner) renameSync(aside, file);
  else rmSync(aside, { force: true });
}
