// The paths that the user has chosen: who asks names a grant, only the host learns the path, and what was chosen to be
// read is not written to. A destination that was chosen is written to once: who has it cannot overwrite later what it
// was given.

import { CharloomError } from '../errors.ts';
import type { FileGrant, FileUse } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';

export class Grants {
  readonly #paths: Record<FileUse, Map<FileGrant, string>> = { read: new Map(), write: new Map(), replace: new Map() };

  add(file: FileGrant, path: string, use: FileUse): void {
    this.#paths[use].set(file, path);
  }

  /** @throws CharloomError 'bad-request' for what was not chosen, or not to be read */
  readable(file: FileGrant): string {
    const path = this.#paths.read.get(file);
    if (path !== undefined) return path;
    throw new CharloomError(
      'bad-request',
      sentence`This file has not been chosen since Charloom was started. Choose it again.`,
    );
  }

  /** @throws CharloomError 'bad-request' for what was not chosen, or not to be written */
  writable(file: FileGrant): { readonly path: string; readonly mayReplace: boolean } {
    const agreed = this.#paths.replace.get(file);
    if (agreed !== undefined) return { path: agreed, mayReplace: true };
    const path = this.#paths.write.get(file);
    if (path !== undefined) return { path, mayReplace: false };
    throw new CharloomError('bad-request', sentence`No place to write to has been chosen. Choose one in the dialog.`);
  }

  /** What was asked for it is done: a destination is written to no more. One where it failed may be tried again. */
  spend(file: FileGrant): void {
    this.#paths.write.delete(file);
    this.#paths.replace.delete(file);
  }
}
