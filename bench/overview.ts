// The overview that the page opens with, of a large library: how long the host takes to answer `library.overview`.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realParts } from '../src-engine/host/engine.ts';
import { EngineHost } from '../src-engine/host.ts';
import { openLibrary } from '../src-engine/library/library.ts';
import { fillLibrary } from './library.ts';
import type { Report } from './report.ts';
import { median } from './sizes.ts';

const runCount = 300;
const sampleCount = 5000;
/** Of every run: three blocks in the library. */
const pointCount = 10_000;
const rounds = 7;

export async function benchOverview(report: Report): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-bench-'));
  const file = path.join(folder, 'library.db');
  try {
    fillLibrary(file, { runs: runCount, samples: sampleCount, points: pointCount });
    const host = new EngineHost(realParts(openLibrary(file), () => {}));
    const milliseconds: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      await host.ask('library.overview', {});
      milliseconds.push(performance.now() - started);
    }
    await host.close();
    report.heading(`The overview of ${runCount} runs and ${sampleCount} samples`);
    report.columns(['', 'median ms', 'longest ms']);
    const data = { kind: 'overview', median: median(milliseconds), longest: Math.max(...milliseconds) };
    report.row(data, ['', data.median.toFixed(1), data.longest.toFixed(1)]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
