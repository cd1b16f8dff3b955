// The moment from which nothing new begins. Closed after what may still have to be told and before the threads end.

import { charloomCloses } from '../errors.ts';
import type { Service } from './context.ts';

export class Closing implements Service {
  readonly handlers = {};
  readonly #controller = new AbortController();

  /** Aborts with a CharloomError 'cancelled'. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  close(): Promise<void> {
    this.#controller.abort(charloomCloses());
    return Promise.resolve();
  }
}
