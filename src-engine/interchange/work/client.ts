// The host's side of the thread that carries models out and in: promises for jobs.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../../engine-files.ts';
import { CharloomError } from '../../errors.ts';
import type { ImportOptions, Job, JobOptions, Outcome, Outcomes } from './job.ts';
import type { FromPorter, ToPorter } from './messages.ts';

export type PorterOptions = JobOptions & Partial<ImportOptions>;

export interface Porter {
  do<Kind extends Job['kind']>(job: Extract<Job, { kind: Kind }>, options: PorterOptions): Promise<Outcomes[Kind]>;
  /** Ends all jobs, as if each were cancelled. */
  terminate(): Promise<void>;
}

interface Waiting {
  readonly options: PorterOptions;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the thread at the first job. */
export function startPorter(): Porter {
  return new ThreadedPorter();
}

class ThreadedPorter implements Porter {
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #jobs = 0;

  async do<Kind extends Job['kind']>(
    job: Extract<Job, { kind: Kind }>,
    options: PorterOptions,
  ): Promise<Outcomes[Kind]> {
    const outcome = await this.#run(job, options);
    if (outcome.kind === job.kind) return outcome.result as Outcomes[Kind];
    throw new CharloomError('internal', `The thread for models has answered "${outcome.kind}".`);
  }

  async terminate(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
    this.#failAll(new CharloomError('cancelled', 'Charloom is closing.'));
  }

  #run(job: Job, options: PorterOptions): Promise<Outcome> {
    options.signal.throwIfAborted();
    const id = ++this.#jobs;
    const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const cancel = (): void => {
      Atomics.store(flag, 0, 1);
      this.#worker?.postMessage({ kind: 'cancel', id } satisfies ToPorter);
    };
    return new Promise<Outcome>((resolve, reject) => {
      this.#waiting.set(id, { options, resolve, reject });
      options.signal.addEventListener('abort', cancel, { once: true });
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage({ kind: 'start', id, job, flag } satisfies ToPorter);
    }).finally(() => {
      options.signal.removeEventListener('abort', cancel);
      this.#waiting.delete(id);
      // An idle thread must not keep a command line alive.
      if (this.#waiting.size === 0) this.#worker?.unref();
    });
  }

  #start(): Worker {
    const worker = new Worker(engineFile('interchange-worker'));
    worker.on('message', (message: FromPorter) => this.#hear(message));
    worker.on('error', (error: Error) => {
      if (this.#worker === worker) this.#worker = null;
      this.#failAll(error);
    });
    return worker;
  }

  #hear(message: FromPorter): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.kind === 'progress') waiting.options.onProgress(message.share);
    if (message.kind === 'begun') waiting.options.onBegun?.(message.corpus);
    if (message.kind === 'done') waiting.resolve(message.outcome);
    if (message.kind === 'failed') waiting.reject(new CharloomError(message.error.code, message.error.message));
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
  }
}
