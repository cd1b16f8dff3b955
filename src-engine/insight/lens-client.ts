// The host's side of the lens's thread, which looks at the gradients of trained models: promises for jobs.

import { charloomCloses } from '../errors.ts';
import { JobThread } from '../job-thread.ts';
import { HeldModel } from '../sampling/held-model.ts';
import type { Connected } from './connection.ts';
import type { ConnectJob, FromLens, Measured, MeasureJob, ToLens } from './lens-messages.ts';

export interface LensThread {
  measure(job: MeasureJob): Promise<Measured>;
  /** A model that was asked for last is not sent again. */
  connect(job: ConnectJob): Promise<Connected>;
  /** Ends all jobs, as if each were cancelled. */
  terminate(): Promise<void>;
}

export type StartLens = () => LensThread;

/** Starts the thread at the first job. */
export const startLens: StartLens = () => new ThreadedLens();

class ThreadedLens implements LensThread {
  readonly #held = new HeldModel(() => this.#thread.post({ kind: 'release' }));
  readonly #thread = new JobThread<ToLens, FromLens>('lens-worker', () => this.#held.forget());

  measure(job: MeasureJob): Promise<Measured> {
    return this.#thread.ask(
      (id) => ({ kind: 'measure', id, ...job }),
      (message, { resolve }) => {
        if (message.kind === 'measured') resolve(message.measured);
      },
    );
  }

  connect(job: ConnectJob): Promise<Connected> {
    return this.#thread.ask(
      (id) => ({ kind: 'connect', id, ...job, ...this.#held.bind(job) }),
      (message, { resolve }) => {
        if (message.kind === 'connected') resolve(message.connected);
      },
    );
  }

  terminate(): Promise<void> {
    return this.#thread.end(charloomCloses());
  }
}
