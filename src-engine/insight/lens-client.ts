// The host's side of the lens's thread, which looks at the gradients of trained models: promises for jobs.

import { charloomCloses } from '../errors.ts';
import { JobThread } from '../job-thread.ts';
import { trainingKernels } from '../kernels/choice.ts';
import { HeldModel } from '../sampling/held-model.ts';
import type { Connected } from './connection.ts';
import type { ConnectJob, ForLens, FromLens, Measured, MeasureJob, MeasureLinesJob, ToLens } from './lens-messages.ts';

export interface LensThread {
  measure(job: MeasureJob): Promise<Measured>;
  measureLines(job: MeasureLinesJob): Promise<Measured>;
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
    return this.#ask((id) => ({ kind: 'measure', ...common(id), ...job }));
  }

  measureLines(job: MeasureLinesJob): Promise<Measured> {
    return this.#ask((id) => ({ kind: 'measure-lines', ...common(id), ...job }));
  }

  #ask(message: (id: number) => ToLens): Promise<Measured> {
    return this.#thread.ask(message, (answer, { resolve }) => {
      if (answer.kind === 'measured') resolve(answer.measured);
    });
  }

  connect(job: ConnectJob): Promise<Connected> {
    return this.#thread.ask(
      (id) => ({ kind: 'connect', ...common(id), ...job, ...this.#held.bind(job) }),
      (message, { resolve }) => {
        if (message.kind === 'connected') resolve(message.connected);
      },
    );
  }

  terminate(): Promise<void> {
    return this.#thread.end(charloomCloses());
  }
}

function common(id: number): ForLens {
  return { id, compiled: trainingKernels().compiled };
}
