// The barrier between real threads, more of them than there are processors.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Barrier } from '../../src-engine/training/barrier.ts';
import type { BarrierSetting } from './barrier-worker.ts';

function integers(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * 4));
}

describe('the barrier', () => {
  it.each([2, 5])('lets none of %i threads go on before all have come', async (parties) => {
    const shared = { words: integers(2), counts: integers(1000), failures: integers(1), parties };
    const file = new URL('./barrier-worker.ts', import.meta.url);
    const workers = Array.from(
      { length: parties },
      (_, share) => new Worker(file, { workerData: { ...shared, share } satisfies BarrierSetting }),
    );
    const codes = await Promise.all(workers.map(async (worker) => (await once(worker, 'exit')) as number[]));
    expect(codes.flat()).toEqual(new Array<number>(parties).fill(0));
    expect(shared.failures[0]).toBe(0);
    expect([...shared.counts]).toEqual(new Array<number>(1000).fill(parties));
  });

  it('does not hold up a single thread', () => {
    const barrier = new Barrier(integers(2), 1);
    barrier.wait();
    barrier.wait();
  });

  it('works on when its count of generations has gone round', async () => {
    const words = integers(2);
    words[1] = 2 ** 31 - 3;
    const shared = { words, counts: integers(20), failures: integers(1), parties: 2 };
    const file = new URL('./barrier-worker.ts', import.meta.url);
    const workers = [0, 1].map(
      (share) => new Worker(file, { workerData: { ...shared, share } satisfies BarrierSetting }),
    );
    await Promise.all(workers.map((worker) => once(worker, 'exit')));
    expect(shared.failures[0]).toBe(0);
    expect(words[1]).toBeLessThan(0);
  });
});
