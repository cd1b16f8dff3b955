// A worker thread that does jobs, from outside: started at the first one, a promise for each of them, which are told
// apart by numbers.

import { Worker } from 'node:worker_threads';
import { engineFile } from './engine-files.ts';
import type { EngineFile } from './engine-files.ts';
import { CharloomError } from './errors.ts';
import type { EngineError } from './protocol/index.ts';
import { onDeath } from './thread-death.ts';

/** How every thread says that a job could not be done. */
export interface FailedJob {
  readonly kind: 'failed';
  readonly id: number;
  readonly error: EngineError;
}

/** The two ends of a job. */
interface Ends<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

interface Waiting<From> {
  readonly hear: (message: From) => void;
  readonly reject: (error: Error) => void;
}

/** @typeParam To what is posted to the thread @typeParam From what it says of a job that goes well */
export class JobThread<To, From extends { readonly id: number; readonly kind: string }> {
  readonly #file: EngineFile;
  readonly #forget: () => void;
  readonly #waiting = new Map<number, Waiting<From>>();
  #worker: Worker | null = null;
  #jobs = 0;

  /** @param forget called when what the thread held may be lost: a job has failed, or the thread has ended */
  constructor(file: EngineFile, forget: () => void = () => {}) {
    this.#file = file;
    this.#forget = forget;
  }

  get isIdle(): boolean {
    return this.#waiting.size === 0;
  }

  /**
   * @param hear told all that the thread says of the job, until it ends it
   * @param stopping what is done when the signal aborts; the job goes on until the thread says that it is over
   * @throws CharloomError where the thread says that it has failed
   */
  ask<Result>(
    job: (id: number) => To,
    hear: (message: From, ends: Ends<Result>) => void,
    stopping?: { readonly signal: AbortSignal; readonly stop: (id: number) => void },
  ): Promise<Result> {
    const id = ++this.#jobs;
    const stop = (): void => stopping?.stop(id);
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { hear: (message) => hear(message, { resolve, reject }), reject });
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage(job(id));
      if (stopping?.signal.aborted) stop();
      else stopping?.signal.addEventListener('abort', stop, { once: true });
    }).finally(() => {
      stopping?.signal.removeEventListener('abort', stop);
      this.#waiting.delete(id);
      // An idle thread must not keep a command line alive.
      if (this.isIdle) this.#worker?.unref();
    });
  }

  /** What belongs to no job, or to one that was asked for. A thread that does not run need not hear it. */
  post(message: To): void {
    this.#worker?.postMessage(message);
  }

  /** Ends the thread, and then its jobs, for this reason. The next job starts another. */
  async end(reason: Error): Promise<void> {
    const worker = this.#worker;
    const waiting = [...this.#waiting.values()];
    this.#worker = null;
    this.#forget();
    await worker?.terminate();
    for (const { reject } of waiting) reject(reason);
  }

  #start(): Worker {
    const worker = new Worker(engineFile(this.#file));
    worker.on('message', (message: From | FailedJob) => this.#hear(message));
    onDeath(worker, (reason) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#forget();
      for (const { reject } of [...this.#waiting.values()]) reject(reason);
    });
    return worker;
  }

  #hear(message: From | FailedJob): void {
    const waiting = this.#waiting.get(message.id);
    if (!isFailed(message)) return waiting?.hear(message);
    this.#forget();
    waiting?.reject(CharloomError.from(message.error));
  }
}

function isFailed(message: { readonly kind: string }): message is FailedJob {
  return message.kind === 'failed';
}
