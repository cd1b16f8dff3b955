// Between the thread that carries models out and in and its client.

import type { CorpusId } from '../../protocol/index.ts';
import type { ModelJob, ModelOutcome } from './job.ts';

export type ToPorter =
  | {
      readonly kind: 'start';
      readonly id: number;
      readonly job: ModelJob;
      /** (1): 1 once it is cancelled. */ readonly flag: Int32Array;
    }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromPorter =
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  /** A text that is not shown yet is in the library now: if the import fails, it has to go. */
  | { readonly kind: 'begun'; readonly id: number; readonly corpus: CorpusId }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: ModelOutcome };
