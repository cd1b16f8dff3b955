// What a process that was killed in the middle of its work has left behind, under a name with the process's number in
// it. It goes away when the next of its kind is made.

import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isRunning } from './processes.ts';

/** @param start,rest how such a name begins, and what follows: the process's number is the first group */
export function removeLeftovers(folder: string, start: string, rest: RegExp): void {
  for (const name of readdirSync(folder)) {
    const number = name.startsWith(start) ? rest.exec(name.slice(start.length))?.[1] : undefined;
    if (number === undefined || isRunning(Number(number))) continue;
    try {
      rmSync(path.join(folder, name), { recursive: true, force: true });
    } catch {
      // It is another user's.
    }
  }
}
