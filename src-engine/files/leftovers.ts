// What a process that was killed in the middle of its work has left behind, under a name with the process's number in
// it. It goes away when the next of its kind is made.

import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { isRunning } from './processes.ts';

/** Milliseconds. A process in another container, or on another computer, has a number of its own, and writes. */
const untouchedFor = 60 * 60_000;

/** @param start,rest how such a name begins, and what follows: the process's number is the first group */
export function removeLeftovers(folder: string, start: string, rest: RegExp): void {
  for (const name of namesIn(folder)) {
    const number = name.startsWith(start) ? rest.exec(name.slice(start.length))?.[1] : undefined;
    if (number === undefined || isRunning(Number(number))) continue;
    const file = path.join(folder, name);
    try {
      if (Date.now() - statSync(file).mtimeMs > untouchedFor) rmSync(file, { recursive: true, force: true });
    } catch {
      // It is another user's, or is gone already.
    }
  }
}

/** None where one may write and not look. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
