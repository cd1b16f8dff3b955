// The one thread that writes and scores texts: started at the first job, ended when all that was begun is over.

import { charloomCloses } from '../errors.ts';
import type { SamplingWorker, StartSamplingWorker } from '../sampling/types.ts';
import type { Service } from './context.ts';

export class SamplingThread implements Service {
  readonly handlers = {};
  readonly #start: StartSamplingWorker;
  readonly #work = new Set<Promise<unknown>>();
  #worker: SamplingWorker | null = null;
  #isClosed = false;

  constructor(start: StartSamplingWorker) {
    this.#start = start;
  }

  /** @throws CharloomError 'cancelled' when Charloom is closing */
  get worker(): SamplingWorker {
    if (this.#isClosed) throw charloomCloses();
    this.#worker ??= this.#start();
    return this.#worker;
  }

  /** Work that nobody waits for; it must not reject. Closing waits for its end. */
  track(work: Promise<unknown>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  async close(): Promise<void> {
    // A promise that is waited for may start another.
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
    this.#isClosed = true;
    await this.#worker?.terminate();
  }
}
