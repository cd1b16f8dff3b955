// The host's side of the importing thread: promises for jobs.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import { CharloomError } from '../errors.ts';
import type { CorpusId } from '../protocol/index.ts';
import type { FromImporter, Job, Outcome, ToImporter } from './messages.ts';
import type { Importer, JobOptions, StartImporter } from './types.ts';

interface Waiting {
  readonly options: JobOptions;
  readonly onBegun: ((corpus: CorpusId) => void) | undefined;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the thread at the first job. */
export const startImporter: StartImporter = () => new ThreadedImporter();

class ThreadedImporter implements Importer {
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #jobs = 0;

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

  async terminate(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
    this.#failAll(new CharloomError('cancelled', 'Charloom is closing.'));
  }

  #run(job: Job, options: JobOptions, onBegun?: (corpus: CorpusId) => void): Promise<Outcome> {
    options.signal.throwIfAborted();
    const id = ++this.#jobs;
    const cancel = (): void => this.#worker?.postMessage({ kind: 'cancel', id } satisfies ToImporter);
    return new Promise<Outcome>((resolve, reject) => {
      this.#waiting.set(id, { options, onBegun, resolve, reject });
      options.signal.addEventListener('abort', cancel, { once: true });
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage({ kind: 'start', id, job } satisfies ToImporter);
    }).finally(() => {
      options.signal.removeEventListener('abort', cancel);
      this.#waiting.delete(id);
      // An idle thread must not keep a command line alive.
      if (this.#waiting.size === 0) this.#worker?.unref();
    });
  }

  #start(): Worker {
    const worker = new Worker(engineFile('importing-worker'));
    worker.on('message', (message: FromImporter) => this.#hear(message));
    worker.on('error', (error: Error) => {
      if (this.#worker === worker) this.#worker = null;
      this.#failAll(error);
    });
    return worker;
  }

  #hear(message: FromImporter): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.kind === 'progress') waiting.options.onProgress(message.share);
    if (message.kind === 'begun') waiting.onBegun?.(message.corpus);
    if (message.kind === 'done') waiting.resolve(message.outcome);
    if (message.kind === 'failed') waiting.reject(new CharloomError(message.error.code, message.error.message));
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
  }
}

function unexpected(outcome: Outcome): CharloomError {
  return new CharloomError('internal', `The importing thread has answered "${outcome.kind}".`);
}
