// The Python of this machine.

import { spawnSync } from 'node:child_process';

/** Undefined where there is none. */
export const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import ast']).status === 0);
