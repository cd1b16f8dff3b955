// Runs side by side, of a large library: how long the host takes to tell fifty curves with ten million points in
// stretches, and how long it is away from its event loop meanwhile.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realParts } from '../src-engine/host/engine.ts';
import { EngineHost } from '../src-engine/host.ts';
import { openLibrary } from '../src-engine/library/library.ts';
import type { RunId } from '../src-engine/protocol/index.ts';
import { fillLibrary } from './library.ts';
import type { Report } from './report.ts';
import { median } from './sizes.ts';

const runCount = 50;
const pointCount = 200_000;
const stretches = 600;
const rounds = 5;

export async function benchComparison(report: Report): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-bench-'));
  const file = path.join(folder, 'library.db');
  try {
    fillLibrary(file, { runs: runCount, samples: 0, points: pointCount });
    const host = new EngineHost(realParts(openLibrary(file), () => {}));
    const runs = Array.from({ length: runCount }, (_, index) => (index + 1) as RunId);
    const whole = runs.map((run) => ({ run }));
    const part = runs.map((run) => ({ run, from: 100_000, to: 110_000 }));
    report.heading(`${runCount} runs side by side, ${(runCount * pointCount) / 1e6} million points`);
    report.columns(['', 'median ms', 'processor ms', 'longest away ms']);
    for (const [what, ranges] of [
      ['whole', whole],
      ['zoomed in', part],
    ] as const) {
      const taken: number[] = [];
      const worked: number[] = [];
      let longest = 0;
      for (let round = 0; round < rounds; round++) {
        const { milliseconds, processor, away } = await timed(() => host.ask('run.bands', { ranges, stretches }));
        taken.push(milliseconds);
        worked.push(processor);
        longest = Math.max(longest, away);
      }
      const data = { kind: 'comparison', what, median: median(taken), processor: median(worked), longest };
      report.row(data, [what, ...[data.median, data.processor, data.longest].map((value) => value.toFixed(0))]);
    }
    await host.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Timed {
  readonly milliseconds: number;
  /** That the process has worked meanwhile, in milliseconds. */
  readonly processor: number;
  readonly away: number;
}

/** How long work takes, and the longest time between two turns of the event loop meanwhile. */
async function timed(work: () => Promise<unknown>): Promise<Timed> {
  let away = 0;
  let isOver = false;
  let turn = performance.now();
  const look = (): void => {
    away = Math.max(away, performance.now() - turn);
    turn = performance.now();
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  const before = process.cpuUsage();
  const started = performance.now();
  await work();
  isOver = true;
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: performance.now() - started, processor: (user + system) / 1000, away };
}
