// What a file that Charloom writes may be called.

import { CharloomError } from '../errors.ts';
import { isWritablePath } from '../protocol/paths.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortenedPath } from '../quoting.ts';

/** @throws CharloomError 'file-unwritable' */
export function checkWritablePath(path: string): void {
  if (isWritablePath(path)) return;
  throw new CharloomError(
    'file-unwritable',
    sentence`${shortenedPath(path)} has a line end or another control character in it, and nothing is written under such a name. Choose another name.`,
  );
}
