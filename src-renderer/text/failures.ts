// What failed, in the language in use.

import type { Sentence } from '../../src-engine/protocol/text/sentences.ts';
import { Refusal } from '../engine/client.ts';
import { spoken } from './say.ts';

/** What the engine tells of a failure. */
export function wordsOf({ sentence }: { readonly sentence: Sentence }): string {
  return spoken(sentence);
}

/** The sentence to show for whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return wordsOf(error);
  return error instanceof Error ? error.message : String(error);
}
