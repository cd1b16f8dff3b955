// How whoever started a worker thread hears of its death, so that nobody waits for it without end.

import type { Worker } from 'node:worker_threads';

/**
 * @param hear called once: with what the thread threw, or where it was ended without an error. Also where its owner has
 * ended it, who has then forgotten it.
 */
export function onDeath(worker: Worker, hear: (reason: Error) => void): void {
  let isDead = false;
  const die = (reason: Error): void => {
    if (!isDead) hear(reason);
    isDead = true;
  };
  worker.on('error', die);
  worker.on('exit', (code) => {
    if (code !== 0) die(new Error(`the thread ended without a word (exit code ${code})`));
  });
}
