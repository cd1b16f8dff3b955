// The importer without its thread: the same jobs on the caller's.

import { runJob } from '../../src-engine/importing/jobs.ts';
import type { Job, Outcome } from '../../src-engine/importing/messages.ts';
import type { Importer, JobOptions } from '../../src-engine/importing/types.ts';
import { asLibraryError } from '../../src-engine/library/failures.ts';
import type { CorpusId } from '../../src-engine/protocol/index.ts';

async function run<Kind extends Outcome['kind']>(
  kind: Kind,
  job: Job,
  options: JobOptions & { readonly onBegun?: (corpus: CorpusId) => void },
): Promise<Extract<Outcome, { kind: Kind }>> {
  try {
    const outcome = await runJob(job, { onBegun: () => {}, ...options });
    if (outcome.kind !== kind) throw new Error(`${job.kind} has answered ${outcome.kind}`);
    return outcome as Extract<Outcome, { kind: Kind }>;
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
