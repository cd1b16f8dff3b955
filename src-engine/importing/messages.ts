// Between the importing worker and its client.

import type { CorpusId } from '../protocol/index.ts';
import type { ExaminedText, ExamineJob, TextExportJob, TextImportJob, PreviewedText, PreviewJob } from './types.ts';

export type ImporterJob =
  | ({ readonly kind: 'preview' } & PreviewJob)
  | ({ readonly kind: 'import' } & TextImportJob)
  | ({ readonly kind: 'examine' } & ExamineJob)
  | ({ readonly kind: 'export' } & TextExportJob);

export type ToImporter =
  | { readonly kind: 'start'; readonly id: number; readonly job: ImporterJob }
  | { readonly kind: 'cancel'; readonly id: number };

export type ImporterOutcome =
  | { readonly kind: 'previewed'; readonly text: PreviewedText }
  | { readonly kind: 'imported'; readonly corpus: CorpusId }
  | { readonly kind: 'examined'; readonly text: ExaminedText }
  | { readonly kind: 'exported'; readonly bytes: number };

export type FromImporter =
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  /** A corpus that is not shown yet is in the library now: if the import fails, it has to go. */
  | { readonly kind: 'begun'; readonly id: number; readonly corpus: CorpusId }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: ImporterOutcome };
