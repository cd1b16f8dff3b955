// Between the importing worker and its client.

import type { CorpusId } from '../protocol/index.ts';
import type { ExaminedText, ExamineJob, ExportJob, ImportJob, PreviewedText, PreviewJob } from './types.ts';

export type Job =
  | ({ readonly kind: 'preview' } & PreviewJob)
  | ({ readonly kind: 'import' } & ImportJob)
  | ({ readonly kind: 'examine' } & ExamineJob)
  | ({ readonly kind: 'export' } & ExportJob);

export type ToImporter =
  { readonly kind: 'start'; readonly id: number; readonly job: Job } | { readonly kind: 'cancel'; readonly id: number };

export type Outcome =
  | { readonly kind: 'previewed'; readonly text: PreviewedText }
  | { readonly kind: 'imported'; readonly corpus: CorpusId }
  | { readonly kind: 'examined'; readonly text: ExaminedText }
  | { readonly kind: 'exported'; readonly bytes: number };

export type FromImporter =
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  /** A corpus that is not shown yet is in the library now: if the import fails, it has to go. */
  | { readonly kind: 'begun'; readonly id: number; readonly corpus: CorpusId }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcome };
