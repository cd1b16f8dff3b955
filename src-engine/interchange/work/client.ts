// The host's side of the thread that carries models out and in: promises for jobs.

import { charloomCloses, fault } from '../../errors.ts';
import { JobThread } from '../../job-thread.ts';
import type { ImportOptions, ModelJob, ModelJobOptions, ModelOutcome, Outcomes } from './job.ts';
import type { FromPorter, ToPorter } from './messages.ts';

export type PorterOptions = ModelJobOptions & Partial<ImportOptions>;

export interface Porter {
  do<Kind extends ModelJob['kind']>(
    job: Extract<ModelJob, { kind: Kind }>,
    options: PorterOptions,
  ): Promise<Outcomes[Kind]>;
  /** Ends all jobs, as if each were cancelled. */
  terminate(): Promise<void>;
}

/** Starts the thread at the first job. */
export function startPorter(): Porter {
  return new ThreadedPorter();
}

class ThreadedPorter implements Porter {
  readonly #thread = new JobThread<ToPorter, FromPorter>('interchange-worker');

  async do<Kind extends ModelJob['kind']>(
    job: Extract<ModelJob, { kind: Kind }>,
    options: PorterOptions,
  ): Promise<Outcomes[Kind]> {
    const outcome = await this.#run(job, options);
    if (outcome.kind === job.kind) return outcome.result as Outcomes[Kind];
    throw fault(`The thread for models has answered "${outcome.kind}".`);
  }

  terminate(): Promise<void> {
    return this.#thread.end(charloomCloses());
  }

  #run(job: ModelJob, { signal, onProgress, onBegun }: PorterOptions): Promise<ModelOutcome> {
    signal.throwIfAborted();
    const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const stop = (id: number): void => {
      Atomics.store(flag, 0, 1);
      this.#thread.post({ kind: 'cancel', id });
    };
    return this.#thread.ask(
      (id) => ({ kind: 'start', id, job, flag }),
      (message, { resolve }) => {
        if (message.kind === 'progress') onProgress(message.share);
        if (message.kind === 'begun') onBegun?.(message.corpus);
        if (message.kind === 'done') resolve(message.outcome);
      },
      { signal, stop },
    );
  }
}
