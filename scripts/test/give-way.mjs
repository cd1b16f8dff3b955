// Lets a process work only where the others leave something to do.

import { constants, setPriority } from 'node:os';

/** What it starts from now on gives way, too. @param {import('node:child_process').ChildProcess} child */
export function giveWay({ pid }) {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not let us: then it works like the others.
  }
}
