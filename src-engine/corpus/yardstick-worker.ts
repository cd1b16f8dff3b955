// The entry of the thread that measures yardsticks. It rests after every piece of work for as long as the host sees
// fit, so that training beside it is not held up.

import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { compressorNames, measureCompressor } from './compressors.ts';
import { bitsOf, measureNgrams } from './ngrams.ts';
import { ngramNames } from './yardsticks.ts';
import type { FromYardstickWorker, YardstickJob } from './yardsticks.ts';

const port = parentPort;
if (!port) throw new Error('This file is the entry of a thread.');
await measure(workerData as YardstickJob);
tell({ kind: 'done' });

async function measure(job: YardstickJob): Promise<void> {
  const { names, ids, train, symbols } = job;
  let workedSince = performance.now();

  async function breathe(): Promise<void> {
    const answer = once(port as NonNullable<typeof port>, 'message');
    tell({ kind: 'resting', milliseconds: performance.now() - workedSince });
    await answer;
    workedSince = performance.now();
  }

  // Orders build on each other: a missing one needs all below it.
  const orders = ngramNames.findLastIndex((name) => names.includes(name)) + 1;
  for (const { order, probabilities } of measureNgrams({ ids, train, vocabulary: symbols.length, orders })) {
    tell({ kind: 'measured', name: ngramNames[order], bits: bitsOf(probabilities) });
    await breathe();
  }
  for (const name of compressorNames.filter((other) => names.includes(other))) {
    tell({ kind: 'measured', name, bits: await measureCompressor(name, job, breathe) });
  }
}

function tell(message: FromYardstickWorker): void {
  port?.postMessage(message);
}
