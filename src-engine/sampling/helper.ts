// A second thread for the products of reading. It serves one session at a time; whoever finds it taken reads alone.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import { onDeath } from '../thread-death.ts';
import type { ToHelper } from './messages.ts';
import type { Session } from './session.ts';

export class Helper {
  #worker: Worker | null = null;
  #served: Session | null = null;
  /** What has failed once fails again: reading goes on alone. */
  #hasFailed = false;

  /** Whether the helper serves this session from now on; it starts at the first call. */
  engage(session: Session): boolean {
    if (this.#served === session) return true;
    if (this.#hasFailed || this.#served !== null || session.call === null) return false;
    this.#worker ??= this.#start();
    this.#worker.postMessage(session.call satisfies ToHelper);
    this.#served = session;
    return true;
  }

  /** The session is over, whether it was served or not. */
  release(session: Session): void {
    session.isHelped = false;
    if (this.#served !== session) return;
    session.dismiss();
    this.#served = null;
    if (session.hasLostHelper) this.#giveUp();
  }

  #start(): Worker {
    const worker = new Worker(engineFile('helper-worker'));
    // Without a listener its failure would be the sampling thread's too, which can go on alone.
    onDeath(worker, () => this.#giveUp());
    // It must keep nobody alive: a leader waits for it only where it has taken something.
    worker.unref();
    return worker;
  }

  #giveUp(): void {
    const worker = this.#worker;
    this.#hasFailed = true;
    this.#worker = null;
    if (this.#served) this.release(this.#served);
    void worker?.terminate();
  }
}
