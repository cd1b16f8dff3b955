// Exporting and importing a model of 100 MB: how long each takes from the ask to the answer, proof included, and how
// long the host is away from its event loop meanwhile.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realParts } from '../src-engine/host/engine.ts';
import { EngineHost } from '../src-engine/host.ts';
import type { Host } from '../src-engine/host.ts';
import { formats } from '../src-engine/interchange/formats/index.ts';
import { openLibrary } from '../src-engine/library/library.ts';
import type { Library } from '../src-engine/library/library.ts';
import { layOutParameters } from '../src-engine/nn/parameters.ts';
import { initialize } from '../src-engine/nn/initialize.ts';
import { shapeOf } from '../src-engine/nn/shape.ts';
import type { FileGrant, RunId } from '../src-engine/protocol/index.ts';
import { createRandom } from '../src-engine/random/xoshiro.ts';
import { defaultModel, defaultTraining } from '../src-engine/settings/defaults.ts';
import { carriedSize } from '../src-engine/training/branch.ts';
import { noProgress } from '../src-engine/training/progress.ts';
import type { Report } from './report.ts';
import { median } from './sizes.ts';
import { saveCheckpoint } from '../tests/library/saving.ts';

/** 25 million parameters: 100 MB of weights, and 200 MB of moments. */
const model = { ...defaultModel, cell: 'lstm', hidden: 1440, layers: 2, dropout: 0 } as const;
const training = { ...defaultTraining(1), batch: 32, sequence: 64, averaging: 0 };
const text = 'The quick brown fox jumps over the lazy dog. '.repeat(5000);

interface Timed {
  readonly seconds: number;
  /** Longest time that the host was away from its event loop. */
  readonly longest: number;
}

export async function benchExport(report: Report, rounds: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-bench-'));
  const library = openLibrary(path.join(folder, 'library.db'));
  const host = new EngineHost(realParts(library, () => {}));
  try {
    const run = await addRun(host, library);
    report.heading('Models of 100 MB: written, read again and compared; imported');
    report.columns(['format', 'MB', 'export s', 'busy ms', 'import s', 'busy ms']);
    for (const { name: format, isImportable } of formats) {
      const target = path.join(folder, `model-${format}`);
      const file = granted(host, target);
      let bytes = 0;
      const out: Timed[] = [];
      const back: Timed[] = [];
      for (let round = 0; round < rounds; round++) {
        out.push(
          await timed(async () => {
            ({ bytes } = await host.ask('model.export', { run, checkpoint: 'last', format, file }));
          }),
        );
        if (!isImportable) continue;
        let imported: RunId | null = null;
        back.push(
          await timed(async () => {
            imported = (await host.ask('model.import', { file })).id;
          }),
        );
        if (imported !== null) await host.ask('library.delete-run', { run: imported });
      }
      tell(report, format, bytes, out, back);
      await rm(target, { recursive: true });
    }
  } finally {
    await host.close();
    await rm(folder, { recursive: true });
  }
}

function tell(report: Report, format: string, bytes: number, out: readonly Timed[], back: readonly Timed[]): void {
  const seconds = (list: readonly Timed[]) => median(list.map((one) => one.seconds));
  const busy = (list: readonly Timed[]) => Math.max(0, ...list.map(({ longest }) => longest));
  const data = {
    kind: 'export',
    format,
    bytes,
    exportSeconds: seconds(out),
    exportBusy: busy(out),
    importSeconds: back.length > 0 ? seconds(back) : null,
    importBusy: busy(back),
  };
  report.row(data, [
    format,
    (bytes / 1e6).toFixed(0),
    data.exportSeconds.toFixed(2),
    data.exportBusy.toFixed(0),
    data.importSeconds?.toFixed(2) ?? '–',
    data.importBusy.toFixed(0),
  ]);
}

async function timed(work: () => Promise<void>): Promise<Timed> {
  let longest = 0;
  let before = performance.now();
  const watch = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - before - 1);
    before = now;
  }, 1);
  const started = performance.now();
  await work();
  clearInterval(watch);
  return { seconds: (performance.now() - started) / 1000, longest };
}

function granted(host: Host, target: string): FileGrant {
  const file = target as FileGrant;
  host.grant(file, target, 'read');
  host.grant(file, target, 'replace');
  return file;
}

/** A run with fresh weights and moments, as if it had trained for ten steps. */
async function addRun(host: Host, library: Library): Promise<RunId> {
  const { id: corpus, characters } = await host.ask('corpus.import', { source: { kind: 'text', title: 'Fox', text } });
  const { symbols } = library.corpora.symbols(corpus);
  const trainCharacters =
    characters - Math.floor(characters * training.validation) - Math.floor(characters * training.test);
  const run = library.runs.add({
    name: 'Large',
    corpus,
    model,
    training,
    trainCharacters,
    symbols,
    unit: 'codepoint',
  });
  const shape = shapeOf(model, symbols.length, 8);
  const layout = layOutParameters(shape);
  const parameters = new Float32Array(layout.size);
  initialize(parameters, 0, shape, layout, createRandom(1));
  const optimizer = new Float32Array(layout.size * 2);
  optimizer.set(parameters);
  optimizer.set(parameters, layout.size);
  const carried = new Float32Array(carriedSize(shape, training.batch));
  const progress = { ...noProgress, step: 10, totalSteps: 100 };
  await saveCheckpoint(library, run, { step: 10, parameters, optimizer, averaged: null, carried, progress }, 2, []);
  library.runs.end(run, 'paused', null);
  return run;
}
