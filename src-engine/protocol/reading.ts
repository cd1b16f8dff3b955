// Texts that models read to be looked into: given, from a file, or what was held out of a run's own text.

import type { FileGrant, RunId } from './ids.ts';

/**
 * Which text is to be read. 'held-out': what a run was validated on, or the end of its text where nothing was held out.
 */
export type TextToRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: FileGrant }
  | { readonly kind: 'held-out'; readonly run: RunId };

/** A text as it was read. */
export interface ReadText {
  /** Its file or corpus; empty for one that was given. */
  readonly title: string;
  readonly text: string;
  /** Whether it was longer than what is read. */
  readonly isCut: boolean;
}
