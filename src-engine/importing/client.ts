// The host's side of the importing thread: promises for jobs.

import type { CharloomError } from '../errors.ts';
import { charloomCloses, fault } from '../errors.ts';
import { JobThread } from '../job-thread.ts';
import type { CorpusId } from '../protocol/index.ts';
import type { FromImporter, ImporterJob, ImporterOutcome, ToImporter } from './messages.ts';
import type { Importer, ImporterJobOptions, StartImporter } from './types.ts';

/** Starts the thread at the first job. */
export const startImporter: StartImporter = () => new ThreadedImporter();

class ThreadedImporter implements Importer {
  readonly #thread = new JobThread<ToImporter, FromImporter>('importing-worker');

  async preview(...[job, options]: Parameters<Importer['preview']>): ReturnType<Importer['preview']> {
    const outcome = await this.#run({ kind: 'preview', ...job }, options);
    if (outcome.kind === 'previewed') return outcome.text;
    throw unexpected(outcome);
  }

  async import(...[job, options]: Parameters<Importer['import']>): ReturnType<Importer['import']> {
    const outcome = await this.#run({ kind: 'import', ...job }, options, options.onBegun);
    if (outcome.kind === 'imported') return outcome.corpus;
    throw unexpected(outcome);
  }

  async examine(...[job, options]: Parameters<Importer['examine']>): ReturnType<Importer['examine']> {
    const outcome = await this.#run({ kind: 'examine', ...job }, options);
    if (outcome.kind === 'examined') return outcome.text;
    throw unexpected(outcome);
  }

  async export(...[job, options]: Parameters<Importer['export']>): ReturnType<Importer['export']> {
    const outcome = await this.#run({ kind: 'export', ...job }, options);
    if (outcome.kind === 'exported') return outcome.bytes;
    throw unexpected(outcome);
  }

  terminate(): Promise<void> {
    return this.#thread.end(charloomCloses());
  }

  #run(job: ImporterJob, options: ImporterJobOptions, onBegun?: (corpus: CorpusId) => void): Promise<ImporterOutcome> {
    const { signal, onProgress } = options;
    signal.throwIfAborted();
    return this.#thread.ask(
      (id) => ({ kind: 'start', id, job }),
      (message, { resolve }) => {
        if (message.kind === 'progress') onProgress(message.share);
        if (message.kind === 'begun') onBegun?.(message.corpus);
        if (message.kind === 'done') resolve(message.outcome);
      },
      { signal, stop: (id) => this.#thread.post({ kind: 'cancel', id }) },
    );
  }
}

function unexpected(outcome: ImporterOutcome): CharloomError {
  return fault(`The importing thread has answered "${outcome.kind}".`);
}
