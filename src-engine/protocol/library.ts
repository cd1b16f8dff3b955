// The library as a whole: what takes how much space, which checkpoints stay, and whether it can be written.

import type { CorpusId, RunId } from './ids.ts';
import type { Sentence } from './text/sentences.ts';

/** What the library's file holds, in bytes. */
export interface StorageReport {
  /** The file with its journal, as they lie on the disk. */
  readonly bytes: number;
  /** Of these: room that deleted things have left, which a clean-up gives back. */
  readonly free: number;
  readonly byRun: readonly { readonly run: RunId; readonly bytes: number; readonly checkpoints: number }[];
  readonly corpora: readonly { readonly corpus: CorpusId; readonly bytes: number }[];
}

/** Which checkpoints of a run stay, beside the best one by validation. */
export interface Retention {
  /** The newest so many; at least 1. */
  readonly keepLast: number;
  /** One every so many steps; null: a dozen, spread evenly over the run however long it gets. */
  readonly keepEvery: number | null;
}

/** Nothing can be saved at the moment: training goes on in memory, and saving is tried again. */
export interface LibraryTrouble {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Why, and what to do about it. */
  readonly why: Sentence;
}
