// Runs a job, wherever: in the worker, or in tests without one.

import type { CorpusId } from '../protocol/index.ts';
import { examineText } from './examine.ts';
import { exportText } from './export.ts';
import { importText } from './import.ts';
import type { Job, Outcome } from './messages.ts';
import { previewText } from './preview.ts';
import type { JobOptions } from './types.ts';

export async function runJob(
  job: Job,
  options: JobOptions & { readonly onBegun: (corpus: CorpusId) => void },
): Promise<Outcome> {
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
