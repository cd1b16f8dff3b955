// Disks of a test's own, which only the superuser can make.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './fixtures.ts';

/** A disk of its own in a folder; null where none can be made. @param size as `mount` takes it, such as '8m' */
export function mountDisk(size: string): string | null {
  const disk = temporaryFolder();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'charloom', disk]).status !== 0) return null;
  onTestFinished(() => void spawnSync('umount', ['-l', disk]));
  return disk;
}

/** Leaves no room on it. @returns the file that takes it */
export function fillDisk(disk: string): string {
  const ballast = path.join(disk, 'ballast');
  try {
    for (let size = 2 ** 20; size >= 4096; size /= 2) {
      for (;;) writeFileSync(ballast, new Uint8Array(size), { flag: 'a' });
    }
  } catch {
    // The disk is full now.
  }
  return ballast;
}
