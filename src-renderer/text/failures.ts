// What failed. It is kept as it was told, and put into the language in use where it is shown: that may change
// meanwhile.

import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { Refusal } from '../engine/client.ts';
import { spoken } from './say.ts';

/** The sentence to keep of whatever was thrown. */
export function failureOf(error: unknown): SentenceValue {
  if (error instanceof Refusal) return error.sentence;
  return error instanceof Error ? error.message : String(error);
}

/** Null: nothing has failed. */
export function failureWords(failure: SentenceValue | null): string | null {
  return failure === null ? null : spoken(failure);
}
