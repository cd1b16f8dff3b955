// The one error class of the engine: a code for programs, a sentence for people. Whatever else is thrown is a fault
// of the program and reaches the user as 'internal'.

import type { EngineError, ErrorCode } from './protocol/index.ts';

export class CharloomError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CharloomError';
    this.code = code;
  }
}

/** What page and command line are told about a failure. */
export function asEngineError(error: unknown): EngineError {
  if (error instanceof CharloomError) return { code: error.code, message: error.message };
  return { code: 'internal', message: `Something went wrong inside Charloom: ${messageOf(error)}` };
}

/** Of whatever was thrown: not everything can be made a text. */
function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return typeof error;
  }
}

/** Ends a switch over a union: the compiler proves that nothing is left over. */
export function unreachable(value: never): never {
  throw new CharloomError('internal', `Unexpected value ${JSON.stringify(value)}.`);
}
