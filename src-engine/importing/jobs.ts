// Runs a job, wherever: in the worker, or in tests without one.

import type { CorpusId } from '../protocol/index.ts';
import { examineText } from './examine.ts';
import { exportText } from './export.ts';
import { importText } from './import.ts';
import type { ImporterJob, ImporterOutcome } from './messages.ts';
import { previewText } from './preview.ts';
import type { ImporterJobOptions } from './types.ts';

export async function runImporterJob(
  job: ImporterJob,
  options: ImporterJobOptions & { readonly onBegun: (corpus: CorpusId) => void },
): Promise<ImporterOutcome> {
  switch (job.kind) {
    case 'preview':
      return { kind: 'previewed', text: await previewText(job, options) };
    case 'import':
      return { kind: 'imported', corpus: await importText(job, options) };
    case 'examine':
      return { kind: 'examined', text: await examineText(job, options) };
    case 'export':
      return { kind: 'exported', bytes: await exportText(job, options) };
  }
}
