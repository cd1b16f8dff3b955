// The host's side of the thread that looks at units. What the thread holds is large, so it is ended when nobody has asked for a while.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../../engine-files.ts';
import { CharloomError } from '../../errors.ts';
import { errorCodes } from '../../protocol/choices.ts';
import type { FromUnits, ReadJob, ToUnits, UnitsAnswers, UnitsQuestion, UnitsQuestionKind } from './messages.ts';

/** What looks at units. */
export interface UnitsThread {
  /**
   * Reads the text if it is not the last one that was read.
   * @throws CharloomError where the question is wrong; the signal's reason where that aborts
   */
  ask<Kind extends UnitsQuestionKind>(
    job: ReadJob,
    question: Extract<UnitsQuestion, { kind: Kind }>,
    options: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
  ): Promise<UnitsAnswers[Kind]>;
  terminate(): Promise<void>;
}

export type StartUnitsThread = () => UnitsThread;

export const startUnitsThread: StartUnitsThread = () => new UnitsWorker();

/** So long the states of a text are held after the last question. */
const idleMilliseconds = 180_000;
/** A regular expression can take for ever, and hears nothing meanwhile. */
const patienceMilliseconds = 500;

interface Waiting {
  readonly hear: (message: FromUnits) => void;
  readonly fail: (error: Error) => void;
}

class UnitsWorker implements UnitsThread {
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #idle: NodeJS.Timeout | null = null;

  ask<Kind extends UnitsQuestionKind>(
    job: ReadJob,
    question: Extract<UnitsQuestion, { kind: Kind }>,
    { signal, onProgress }: Parameters<UnitsThread['ask']>[2],
  ): Promise<UnitsAnswers[Kind]> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const id = ++this.#asked;
    let impatience: NodeJS.Timeout | null = null;
    const stop = (): void => {
      this.#worker?.postMessage({ kind: 'stop', id } satisfies ToUnits);
      impatience = setTimeout(() => void this.#end(signal.reason as Error), patienceMilliseconds);
    };
    return new Promise<UnitsAnswers[Kind]>((resolve, reject) => {
      const hear = (message: FromUnits): void => {
        if (message.kind === 'progress') onProgress(message.share);
        else if (message.kind === 'answer') resolve(message.answer as UnitsAnswers[Kind]);
        else if (message.kind === 'stopped') reject(signal.reason as Error);
        else reject(errorOf(message));
      };
      this.#waiting.set(id, { hear, fail: reject });
      this.#send({ kind: 'ask', id, job, question });
      signal.addEventListener('abort', stop, { once: true });
    }).finally(() => {
      if (impatience !== null) clearTimeout(impatience);
      signal.removeEventListener('abort', stop);
      this.#finish(id);
    });
  }

  terminate(): Promise<void> {
    return this.#end(new CharloomError('cancelled', 'Charloom is closing.'));
  }

  #send(message: ToUnits): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(engineFile('units-worker'));
    worker.on('message', (message: FromUnits) => {
      this.#waiting.get(message.id)?.hear(message);
    });
    worker.on('error', (error: Error) => {
      if (this.#worker === worker) void this.#end(error);
    });
    return worker;
  }

  /** Nothing that it held is left. */
  async #end(reason: Error): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (this.#idle !== null) clearTimeout(this.#idle);
    for (const waiting of [...this.#waiting.values()]) waiting.fail(reason);
    await worker?.terminate();
  }

  #finish(id: number): void {
    this.#waiting.delete(id);
    if (this.#waiting.size > 0 || this.#worker === null) return;
    // An idle thread must not keep a command line alive.
    this.#worker.unref();
    this.#idle = setTimeout(() => void this.#end(new Error('It is idle.')), idleMilliseconds).unref();
  }
}

function errorOf({ code, message }: Extract<FromUnits, { kind: 'failed' }>): Error {
  const known = errorCodes.find((name) => name === code);
  return known === undefined ? new Error(message) : new CharloomError(known, message);
}
