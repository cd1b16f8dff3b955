// What is said of a file of Charloom's own that cannot be read as a whole: its format has another version, and whose
// turn it is depends on which one is newer; or a part of the file is not there.

import { CharloomError } from '../../errors.ts';
import { amount, sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';

/**
 * @param what such as 'This model'
 * @param found the version in the file, of which nothing is believed
 * @param known the one that is read
 */
export function otherVersion(what: Sentence, found: unknown, known: number): CharloomError {
  if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < 0) {
    return new CharloomError(
      'model-invalid',
      sentence`${what} does not say which version of its format it has. Get it again.`,
    );
  }
  return new CharloomError(
    'model-invalid',
    found > known
      ? sentence`${what} was written by a newer Charloom. Update Charloom to read it.`
      : sentence`${what} was written by an older Charloom, in a form that this one no longer reads. Export it again from a newer one.`,
  );
}

/** Of a model that came from Charloom. @param what is wrong with it */
export function cannotBeRead(what: Sentence): CharloomError {
  return new CharloomError('model-invalid', sentence`The model cannot be read: ${what}. Get it again.`);
}

/** A download or a copy that broke off. @param what such as 'This model' */
export function notWhole(what: Sentence, bytes: number, atLeast: number): CharloomError {
  return new CharloomError(
    'model-invalid',
    sentence`${what} is not wholly there: the file has ${amount(bytes)} of ${amount(atLeast, 'byte')}. Download or copy it again.`,
  );
}
