// An error as the engine tells it, out of an English sentence.

import { asEngineError, CharloomError } from '../src-engine/errors.ts';
import type { EngineError, ErrorCode } from '../src-engine/protocol/index.ts';
import { fromTable } from '../src-engine/protocol/text/sentences.ts';

export function errorOf(code: ErrorCode, message: string): EngineError {
  return asEngineError(new CharloomError(code, fromTable(message)));
}
