// Finds the script of a tool in node_modules, to be run on the tools' Node.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from './paths.mjs';

/** @param {string} name the package @param {string} [command] where the command is not called like the package */
export function tool(name, command = name) {
  const folder = join(modules, name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}
