// What only the command line can say. It speaks English alone, so these sentences are texts and in no catalogue.

import { CharloomError } from '../errors.ts';
import type { ErrorCode } from '../protocol/index.ts';

export function failure(code: ErrorCode, message: string): CharloomError {
  return new CharloomError(code, { template: message, values: [] });
}

/** About what only a mistake of the caller can cause; exit code 2. */
export function usageError(message: string): CharloomError {
  return failure('settings-invalid', message);
}
