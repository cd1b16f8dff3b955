// The option of every command that writes a file: what may be replaced without being asked about, and what with
// --force.

import { Option } from 'commander';
import type { FileGrant, FileUse } from '../protocol/index.ts';
import { usageError } from './failure.ts';
import { typedPath } from './typed-path.ts';

export interface ForceOption {
  readonly force?: boolean;
}

/** Said where something stands in the way, after what it is. */
export const forceHint = 'To replace it all the same, add --force.';

/** @param replaced what may be replaced without it */
export function forceOption(replaced = 'only an earlier export of the same kind, unchanged,'): Option {
  return new Option(
    '--force',
    `replace what is there, whatever it is; without it ${replaced} is replaced ` +
      '(never a library or its copies, never what is no plain file)',
  );
}

/**
 * Where somebody wants something written. @returns its whole path, and what the host calls it
 * @throws CharloomError 'settings-invalid' for standard output
 */
export function grantDestination(
  { grant }: { readonly grant: (path: string, use: FileUse) => FileGrant },
  named: string,
  { force = false }: ForceOption,
): { readonly out: string; readonly file: FileGrant } {
  if (named === '-')
    throw usageError('Nothing is written to standard output here. Name a file; one called "-" is ./-.');
  const out = typedPath(named);
  return { out, file: grant(out, force ? 'replace' : 'write') };
}
