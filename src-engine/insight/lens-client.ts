// The host's side of the lens's thread, which looks at the gradients of trained models: promises for jobs.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import { CharloomError } from '../errors.ts';
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

/** So long the thread keeps a model after the last click. */
const heldMilliseconds = 60_000;

/** Starts the thread at the first job. */
export const startLens: StartLens = () => new ThreadedLens();

interface Waiting {
  readonly hear: (message: FromLens) => void;
  readonly fail: (error: Error) => void;
}

class ThreadedLens implements LensThread {
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #jobs = 0;
  /** Key of the model that the thread holds. */
  #held: string | null = null;
  #releasing: NodeJS.Timeout | null = null;

  measure(job: MeasureJob): Promise<Measured> {
    return this.#ask(
      (id) => ({ kind: 'measure', id, ...job }),
      take('measured', ({ measured }) => measured),
    );
  }

  connect(job: ConnectJob): Promise<Connected> {
    const trained = job.key === this.#held ? null : job.trained;
    this.#held = job.key;
    this.#releaseLater();
    return this.#ask(
      (id) => ({ kind: 'connect', id, ...job, trained }),
      take('connected', ({ connected }) => connected),
    );
  }

  async terminate(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (this.#releasing) clearTimeout(this.#releasing);
    await worker?.terminate();
    this.#failAll(new CharloomError('cancelled', 'Charloom is closing.'));
  }

  #ask<Result>(job: (id: number) => ToLens, read: (message: FromLens) => Result): Promise<Result> {
    const id = ++this.#jobs;
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { hear: (message) => resolve(read(message)), fail: reject });
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage(job(id));
    }).finally(() => {
      this.#waiting.delete(id);
      // An idle thread must not keep a command line alive.
      if (this.#waiting.size === 0) this.#worker?.unref();
    });
  }

  #start(): Worker {
    const worker = new Worker(engineFile('lens-worker'));
    worker.on('message', (message: FromLens) => this.#hear(message));
    worker.on('error', (error: Error) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#held = null;
      this.#failAll(error);
    });
    return worker;
  }

  #hear(message: FromLens): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.kind !== 'failed') return waiting.hear(message);
    // The thread may not have got as far as holding the model.
    this.#held = null;
    waiting.fail(new Error(message.message));
  }

  #releaseLater(): void {
    if (this.#releasing) clearTimeout(this.#releasing);
    this.#releasing = setTimeout(() => {
      this.#held = null;
      this.#worker?.postMessage({ kind: 'release' } satisfies ToLens);
    }, heldMilliseconds).unref();
  }

  #failAll(error: Error): void {
    for (const { fail } of this.#waiting.values()) fail(error);
  }
}

function take<Kind extends FromLens['kind'], Result>(
  kind: Kind,
  read: (message: Extract<FromLens, { kind: Kind }>) => Result,
): (message: FromLens) => Result {
  return (message) => {
    if (message.kind !== kind) throw new Error(`The lens has answered "${message.kind}".`);
    return read(message as Extract<FromLens, { kind: Kind }>);
  };
}
