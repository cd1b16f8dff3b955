// The importer without its thread: the same jobs on the caller's.

import { runImporterJob } from '../../src-engine/importing/jobs.ts';
import type { ImporterJob, ImporterOutcome } from '../../src-engine/importing/messages.ts';
import type { Importer, ImporterJobOptions } from '../../src-engine/importing/types.ts';
import { asLibraryError } from '../../src-engine/library/failures.ts';
import type { CorpusId } from '../../src-engine/protocol/index.ts';

async function run<Kind extends ImporterOutcome['kind']>(
  kind: Kind,
  job: ImporterJob,
  options: ImporterJobOptions & { readonly onBegun?: (corpus: CorpusId) => void },
): Promise<Extract<ImporterOutcome, { kind: Kind }>> {
  try {
    const outcome = await runImporterJob(job, { onBegun: () => {}, ...options });
    if (outcome.kind !== kind) throw new Error(`${job.kind} has answered ${outcome.kind}`);
    return outcome as Extract<ImporterOutcome, { kind: Kind }>;
  } catch (error) {
    throw asLibraryError(error);
  }
}

export function startImporterHere(): Importer {
  return {
    examine: async (job, options) => (await run('examined', { kind: 'examine', ...job }, options)).text,
    preview: async (job, options) => (await run('previewed', { kind: 'preview', ...job }, options)).text,
    import: async (job, options) => (await run('imported', { kind: 'import', ...job }, options)).corpus,
    export: async (job, options) => (await run('exported', { kind: 'export', ...job }, options)).bytes,
    terminate: () => Promise.resolve(),
  };
}
