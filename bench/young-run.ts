// What the writing of a young run costs: the processor time of the same run through the host, with it and without it,
// in turns. The time of a clock would tell of the machine's other work.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realParts } from '../src-engine/host/engine.ts';
import { EngineHost } from '../src-engine/host.ts';
import { openLibrary } from '../src-engine/library/library.ts';
import { startTrainer } from '../src-engine/training/trainer.ts';
import type { StartTrainer } from '../src-engine/training/types.ts';
import type { Report } from './report.ts';
import { median } from './sizes.ts';

const steps = 3000;

export async function benchYoungRun(report: Report, rounds: number): Promise<void> {
  const shares: number[] = [];
  let texts = 0;
  for (let round = 0; round < 3 * rounds; round++) {
    const silent = await train(silentTrainer);
    const writing = await train(startTrainer);
    shares.push(writing.seconds / silent.seconds - 1);
    ({ texts } = writing);
  }
  const data = { kind: 'young-run', steps, texts, cost: median(shares), costs: shares };
  report.heading(`What it costs a young run to write: First names, ${steps} steps`);
  report.columns(['', 'texts', 'cost', 'from', 'to']);
  const sorted = [...shares].sort((one, other) => one - other);
  const cells = [data.cost, sorted[0], sorted[sorted.length - 1]].map((share) => `${(share * 100).toFixed(1)} %`);
  report.row(data, ['', `${texts}`, ...cells]);
}

/** A trainer that lends no weights, so that nothing is written before the first checkpoint. */
const silentTrainer: StartTrainer = (job, listen) => {
  const trainer = startTrainer(job, listen);
  return {
    end: (reason) => trainer.end(reason),
    requestCheckpoint: () => trainer.requestCheckpoint(),
    requestWeights: () => undefined,
    setThreads: (threads) => trainer.setThreads(threads),
    terminate: () => trainer.terminate(),
  };
};

/** The seconds of processor time from the run's start to its end, and how many texts it wrote. */
async function train(start: StartTrainer): Promise<{ readonly seconds: number; readonly texts: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-bench-'));
  const parts = realParts(openLibrary(path.join(folder, 'library.db')), () => undefined);
  const host = new EngineHost({ ...parts, engine: { ...parts.engine, startTrainer: start } });
  try {
    const { id } = await host.ask('corpus.import', { source: { kind: 'builtin', key: 'names' } });
    const [suggested] = await host.ask('run.presets', { corpus: id });
    const training = { ...suggested.training, length: { kind: 'steps', steps } as const };
    const ended = new Promise<void>((resolve) => {
      host.onEvent((event) => {
        if (event.kind === 'run.state' && event.state === 'finished') resolve();
      });
    });
    const before = process.cpuUsage();
    const run = await host.ask('run.start', { corpus: id, model: suggested.model, training });
    await ended;
    const { user, system } = process.cpuUsage(before);
    const { specimens } = await host.ask('run.show', { run: run.id });
    return { seconds: (user + system) / 1e6, texts: specimens.length };
  } finally {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
