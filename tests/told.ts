// What the engine says, in English, where it may have nothing to say.

import { inEnglish } from '../src-engine/protocol/text/sentences.ts';
import type { Sentence } from '../src-engine/protocol/text/sentences.ts';

/** Empty where nothing is said. */
export function told(words: Sentence | null | undefined): string {
  return words ? inEnglish(words) : '';
}
