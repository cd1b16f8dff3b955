// A thread of the barrier's test: in every round it counts itself in, meets the others, and sees whether all have been
// counted.

import { workerData } from 'node:worker_threads';
import { Barrier } from '../../src-engine/training/barrier.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';

export interface BarrierSetting {
  readonly words: Int32Array;
  /** Arrivals of every round. */
  readonly counts: Int32Array;
  /** [0]: rounds in which a thread went on before all had come. */
  readonly failures: Int32Array;
  readonly parties: number;
  readonly share: number;
}

const { words, counts, failures, parties, share } = workerData as BarrierSetting;
const barrier = new Barrier(words, parties);
const random = createRandom(share);

for (let round = 0; round < counts.length; round++) {
  // Some threads come late, so that the others have to sleep.
  if (random.bits() % 50 === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  Atomics.add(counts, round, 1);
  barrier.wait();
  if (Atomics.load(counts, round) !== parties) Atomics.add(failures, 0, 1);
  // Nobody may be in the next round yet: its count is touched only after this second meeting.
  if (round + 1 < counts.length && Atomics.load(counts, round + 1) !== 0) Atomics.add(failures, 0, 1);
  barrier.wait();
}
