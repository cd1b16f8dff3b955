// The library's side of its thread: promises for what takes long. The thread starts with the first job and keeps
// nobody's process alive.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import { asEngineError, CharloomError, fault } from '../errors.ts';
import type { CheckpointId } from '../protocol/index.ts';
import type { CheckpointState } from '../training/types.ts';
import type { Destination } from '../files/replacing.ts';
import type { ProcessMark } from '../files/processes.ts';
import type { CheckpointWriting } from './checkpoint-writing.ts';
import { onDeath } from '../thread-death.ts';
import { beingClosed, buffersOf, signal } from './thread-messages.ts';
import type { FromThread, ThreadSetting, ToThread } from './thread-messages.ts';

/** What has become of a checkpoint that was given away to be written; its state comes back either way. */
export type CheckpointWritten =
  | { readonly kind: 'written'; readonly id: CheckpointId; readonly state: CheckpointState }
  /** `state` is null where the thread itself has died. */
  | { readonly kind: 'failed'; readonly error: CharloomError; readonly state: CheckpointState | null };

type Waiting = (message: FromThread) => void;

/** A transaction of the thread, and folding the journal back, may take so long on a slow disk. */
const millisecondsToClose = 10_000;

export class Background {
  readonly #setting: ThreadSetting;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #jobs = 0;
  #isClosed = false;

  constructor(file: string, self: ProcessMark) {
    const signals = new Int32Array(new SharedArrayBuffer(signal.length * 4));
    this.#setting = { file, self, signals };
  }

  /** Takes the state's memory away until the promise is fulfilled. */
  async write(job: CheckpointWriting): Promise<CheckpointWritten> {
    const answer = await this.#ask({ kind: 'write', id: ++this.#jobs, ...job }, buffersOf(job.state));
    if (answer.kind === 'written') return { kind: 'written', id: answer.checkpoint, state: answer.state };
    if (answer.kind === 'failed')
      return { kind: 'failed', error: CharloomError.from(answer.error), state: answer.state };
    throw fault('The library answered to something that was not asked.');
  }

  /** Resolves when everything that has been written so far is on the disk. */
  async flush(): Promise<void> {
    await this.#count({ kind: 'flush', id: ++this.#jobs });
  }

  /** Resolves when nothing invisible is left; shrinking, when its room has been given back to the disk. */
  async purge(options: { readonly shrink: boolean }): Promise<void> {
    await this.#count({ kind: 'purge', id: ++this.#jobs, ...options });
  }

  /** @returns the copy's bytes */
  async backUp(destination: Destination): Promise<number> {
    return this.#count({ kind: 'backup', id: ++this.#jobs, destination });
  }

  /** Lets the host write next, between two transactions of the thread. */
  goFirst<Result>(write: () => Result): Result {
    const { signals } = this.#setting;
    Atomics.store(signals, signal.hostWrites, 1);
    try {
      return write();
    } finally {
      Atomics.store(signals, signal.hostWrites, 0);
      Atomics.notify(signals, signal.hostWrites);
    }
  }

  /** Returns when the thread has let go of the file; what it had not finished stays invisible. */
  close(): void {
    this.#isClosed = true;
    const worker = this.#worker;
    if (worker === null) return;
    const { signals } = this.#setting;
    Atomics.store(signals, signal.close, 1);
    worker.postMessage({ kind: 'close' });
    Atomics.wait(signals, signal.closed, 0, millisecondsToClose);
    this.#worker = null;
    void worker.terminate();
    this.#failAll(beingClosed());
  }

  async #count(message: ToThread): Promise<number> {
    const answer = await this.#ask(message, []);
    if (answer.kind === 'done') return answer.bytes;
    throw answer.kind === 'failed'
      ? CharloomError.from(answer.error)
      : fault('The library answered to something that was not asked.');
  }

  #ask(message: ToThread, transfer: ArrayBuffer[]): Promise<FromThread> {
    if (this.#isClosed) throw beingClosed();
    return new Promise((resolve) => {
      this.#waiting.set(message.id, resolve);
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage(message, transfer);
    });
  }

  #start(): Worker {
    const worker = new Worker(engineFile('library-thread'), { workerData: this.#setting });
    worker.on('message', (message: FromThread) => {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
      // An idle thread must not keep a command line alive.
      if (this.#waiting.size === 0) worker.unref();
    });
    onDeath(worker, (reason) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#failAll(fault(`The library's thread failed: ${reason.message}`));
    });
    return worker;
  }

  #failAll(reason: CharloomError): void {
    const error = asEngineError(reason);
    for (const [id, tell] of [...this.#waiting]) tell({ kind: 'failed', id, error, state: null });
    this.#waiting.clear();
  }
}
