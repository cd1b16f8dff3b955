// The overview that the page opens with, of a large library: how long the host takes to answer `library.overview`.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realParts } from '../src-engine/host/engine.ts';
import { createHost } from '../src-engine/host.ts';
import { openLibrary } from '../src-engine/library/library.ts';
import type { CheckpointId, LossPoint, RunId } from '../src-engine/protocol/index.ts';
import { createRandom } from '../src-engine/random/xoshiro.ts';
import { defaultSampling } from '../src-engine/sampling/pipelines.ts';
import { addCorpus, addRun } from './library.ts';
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
    fillLibrary(file);
    const host = createHost(realParts(openLibrary(file), () => {}));
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

/** Every other run has validations, so that its thumbnail shows these; the others' show the curve. */
function fillLibrary(file: string): void {
  const library = openLibrary(file);
  const corpus = addCorpus(library);
  library.transaction(() => {
    for (let index = 0; index < runCount; index++) {
      const run = addRun(library, corpus, `Bench ${index}`);
      library.curves.append(run, curve(index));
      for (let step = 500; index % 2 === 0 && step <= pointCount; step += 500)
        library.validations.put(run, step, 2 + 1 / step, 1000);
    }
    for (let index = 0; index < sampleCount; index++) {
      library.samples.add({
        run: (1 + (index % runCount)) as RunId,
        checkpoint: 1 as CheckpointId,
        checkpointSha256: '',
        step: 1,
        prompt: 'It was',
        text: ' the best of times, it was the worst of times.'.repeat(20),
        sampling: defaultSampling,
        engine: '',
        parent: null,
      });
    }
  });
  library.close();
}

function curve(seed: number): LossPoint[] {
  const random = createRandom(seed);
  return Array.from({ length: pointCount }, (_, index) => ({
    step: index + 1,
    loss: 1 + 3 / Math.sqrt(index + 1) + random.uniform() / 10,
  }));
}
