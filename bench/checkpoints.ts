// Writing checkpoints: how fast, and how long the host, which meanwhile answers, is busy at a stretch; and the frames
// of the page while large ones are written.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realParts } from '../src-engine/host/engine.ts';
import { EngineHost } from '../src-engine/host.ts';
import { openLibrary } from '../src-engine/library/library.ts';
import type { Library } from '../src-engine/library/library.ts';
import type { RunId } from '../src-engine/protocol/index.ts';
import { defaultModel, defaultTraining } from '../src-engine/settings/defaults.ts';
import type { CheckpointState } from '../src-engine/training/types.ts';
import { launchApp, removeFolder } from '../tests/e2e/harness.ts';
import { addCorpus, addRun, stateOf } from './library.ts';
import { countFrames } from './frames.ts';
import type { Report } from './report.ts';
import { median } from './sizes.ts';

const sizesInMegabytes = [10, 50, 200];
const millisecondsBetweenAnswers = 20;
const checkpointCount = 5;

export async function benchCheckpoints(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-bench-'));
  const library = openLibrary(path.join(folder, 'library.db'));
  try {
    const run = addRun(library, addCorpus(library), 'Bench');
    library.setRetention(run, { keepLast: 2, keepEvery: null });
    report.heading('Checkpoints: the library’s thread, and the longest time that the host is busy meanwhile');
    report.columns(['size MB', 'MB/s', 'own ms', 'longest ms', 'ms/10 MB']);
    let step = 0;
    for (const megabytes of sizesInMegabytes) {
      const speeds: number[] = [];
      const stretches: number[] = [];
      const calls: number[] = [];
      for (let round = 0; round < checkpointCount; round++) {
        const { seconds, longest, own } = await writeOne(library, run, stateOf(++step, megabytes * 1e6));
        speeds.push(megabytes / seconds);
        stretches.push(longest);
        calls.push(own);
      }
      const busy = Math.max(...stretches);
      const own = Math.max(...calls);
      const data = {
        kind: 'checkpoints',
        megabytes,
        megabytesPerSecond: median(speeds),
        own,
        busy,
        per10: busy / (megabytes / 10),
      };
      const cells = [data.megabytesPerSecond.toFixed(0), own.toFixed(1), busy.toFixed(1), data.per10.toFixed(1)];
      report.row(data, [`${megabytes}`, ...cells]);
    }
  } finally {
    library.close();
    await rm(folder, { recursive: true });
  }
}

/**
 * Writes a checkpoint while the host answers about its curve.
 * @returns the longest time that the host was away from its event loop, which on a busy machine is mostly the time that
 * others had the processor, and the longest that its own part of the writing took
 */
async function writeOne(library: Library, run: RunId, state: CheckpointState) {
  let longest = 0;
  let before = performance.now();
  const watch = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - before - 1);
    before = now;
  }, 1);
  const answer = setInterval(() => {
    library.summaries.of(library.runs.find(run));
    library.curves.read(run, 1000);
  }, millisecondsBetweenAnswers);
  const started = performance.now();
  const writing = library.writeCheckpoint(run, state, null);
  const given = performance.now() - started;
  const written = await writing;
  if (written.kind === 'failed') throw written.error;
  const publishing = performance.now();
  library.withoutSync((transaction) => {
    library.curves.append(run, [{ step: state.step, loss: 1 }]);
    library.publishCheckpoint(transaction, run, written.id);
  });
  const own = Math.max(given, performance.now() - publishing);
  await library.flush();
  const seconds = (performance.now() - started) / 1000;
  // The one that gives way to it is purged meanwhile.
  await library.cleanUp();
  clearInterval(watch);
  clearInterval(answer);
  return { seconds, longest, own };
}

const secondsOfTraining = 20;

/** A model whose checkpoints have some 200 MB, trained in the window with a checkpoint every few steps. */
export async function benchFrames(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-bench-'));
  const file = path.join(folder, 'library.db');
  const bytes = await prepareLargeRun(file);
  const running = await launchApp({ folder, library: file });
  const { page } = running;
  try {
    await page.getByRole('button', { name: 'Continue' }).first().click();
    await page.getByTestId('loss-chart').waitFor();
    await page.waitForTimeout(5000);
    const frames = await page.evaluate(countFrames, secondsOfTraining);
    const written = checkpointsOf(file);
    const data = {
      kind: 'frames',
      bytes,
      written,
      slowestSecond: Math.min(...frames.seconds),
      longestGap: frames.longest,
    };
    report.heading('The page while checkpoints are written without a pause');
    report.columns(['size MB', 'last step', 'frames/s', 'longest ms']);
    const cells = [`${written}`, data.slowestSecond.toFixed(0), data.longestGap.toFixed(0)];
    report.row(data, [(bytes / 1e6).toFixed(0), ...cells]);
  } finally {
    await running.close();
    await removeFolder(folder);
  }
}

/** @returns the size of its checkpoints */
async function prepareLargeRun(file: string): Promise<number> {
  const host = new EngineHost(realParts(openLibrary(file), () => {}));
  const text = 'It was the best of times, it was the worst of times. '.repeat(2000);
  const corpus = await host.ask('corpus.import', { source: { kind: 'text', title: 'Times', text } });
  const first = new Promise<number>((resolve) => {
    host.onEvent((event) => event.kind === 'run.checkpoint' && resolve(event.checkpoint.bytes));
  });
  const { id: run } = await host.ask('run.start', {
    corpus: corpus.id,
    model: { ...defaultModel, cell: 'lstm', hidden: 2048 },
    training: {
      ...defaultTraining(1),
      batch: 1,
      sequence: 8,
      checkpointEvery: 1,
      validation: 0,
      length: { kind: 'steps', steps: 100_000 },
    },
  });
  const bytes = await first;
  await host.ask('run.pause', { run });
  await host.close();
  return bytes;
}

function checkpointsOf(file: string): number {
  const library = openLibrary(file);
  const last = library.checkpoints.list(1 as RunId).at(-1)?.step ?? 0;
  library.close();
  return last;
}
