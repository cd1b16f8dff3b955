// Paths as they are typed. An empty one, such as that of a variable that is not set, would mean the folder that the
// command is in.

import path from 'node:path';
import { usageError } from './failure.ts';

/** @throws CharloomError 'settings-invalid' where nothing was typed */
export function typedPath(typed: string): string {
  return path.resolve(requirePath(typed));
}

/** The same, as it was typed. */
export function requirePath(typed: string): string {
  if (typed === '') throw usageError('The path of a file or folder is empty. Name the one that is meant.');
  return typed;
}
