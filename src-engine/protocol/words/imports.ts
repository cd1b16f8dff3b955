// What is said of a text or a model that was brought in while the user was elsewhere, or by a page before this one.

import { sentence } from '../text/sentences.ts';
import type { Sentence } from '../text/sentences.ts';

export function isInLibrary({ name }: { readonly name: string }): Sentence {
  return sentence`${name} is in your library now.`;
}
