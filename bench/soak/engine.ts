// The engine's host over a library on disk: it trains with a checkpoint every few steps, is asked all the time, and
// writes samples. At the end the run is deleted, and the library gives its room back.

import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realParts } from '../../src-engine/host/engine.ts';
import { EngineHost } from '../../src-engine/host.ts';
import type { Host } from '../../src-engine/host.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId, SampleDetail } from '../../src-engine/protocol/index.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { megabytes } from './growth.ts';
import type { Figures, Soaked } from './growth.ts';

/** In the half of 30 minutes. */
const goal = { minutes: 15, checkpoints: 2000, messages: 200_000, samples: 20_000 };
const stepsBetweenCheckpoints = 5;
const text = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(200);
const model = { ...defaultModel, hidden: 16 };
const sampling = { ...defaultSampling, length: 20 };
/** Of the work: then everything has been made that stays. */
const warm = 0.25;

export async function soakEngine(minutes: number): Promise<Soaked> {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-soak-'));
  const file = path.join(folder, 'library.db');
  const host = new EngineHost(realParts(openLibrary(file), () => {}));
  try {
    const soaked = await work(host, minutes);
    return { ...soaked, after: { ...soaked.after, ...(await shrink(host, file)) } };
  } finally {
    await host.close();
    rmSync(folder, { recursive: true });
  }
}

async function work(host: Host, minutes: number): Promise<Soaked & { readonly after: Figures }> {
  const part = minutes / goal.minutes;
  const wanted = {
    checkpoints: Math.ceil(goal.checkpoints * part),
    messages: Math.ceil(goal.messages * part),
    samples: Math.ceil(goal.samples * part),
  };
  const kinds = ['checkpoints', 'messages', 'samples'] as const;
  const run = await start(host, wanted.checkpoints);
  const done = { checkpoints: 0, messages: 0, samples: 0 };
  host.onEvent((event) => {
    if (event.kind === 'run.checkpoint') done.checkpoints += 1;
  });
  const end = performance.now() + minutes * 60_000;
  let before: Figures | null = null;
  while (kinds.some((kind) => done[kind] < wanted[kind]) && performance.now() < end) {
    const sample = await writeOne(host, run);
    done.samples += 1;
    for (let asked = 0; asked < goal.messages / goal.samples; asked += 2) {
      await host.ask('run.show', { run });
      await host.ask('sample.show', { sample: sample.id });
      done.messages += 2;
    }
    const isWarm = done.samples > warm * wanted.samples || performance.now() > end - (1 - warm) * minutes * 60_000;
    if (before === null && isWarm) before = await figures();
  }
  const after = await figures();
  return {
    work: kinds.map((kind) => `${done[kind]} ${kind}`).join(', '),
    missed: kinds
      .filter((kind) => done[kind] < wanted[kind])
      .map((kind) => `There were to be ${wanted[kind]} ${kind}; the time was over after ${done[kind]}.`),
    before: before ?? after,
    after,
  };
}

async function start(host: Host, checkpoints: number): Promise<RunId> {
  const corpus = (await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text } })).id;
  const first = new Promise<void>((resolve) => {
    const unsubscribe = host.onEvent((event) => {
      if (event.kind !== 'run.checkpoint') return;
      unsubscribe();
      resolve();
    });
  });
  const { id } = await host.ask('run.start', {
    corpus,
    model,
    training: {
      ...defaultTraining(1),
      batch: 4,
      sequence: 16,
      threads: 1,
      checkpointEvery: stepsBetweenCheckpoints,
      length: { kind: 'steps', steps: checkpoints * stepsBetweenCheckpoints },
    },
  });
  await first;
  return id;
}

async function writeOne(host: Host, run: RunId): Promise<SampleDetail> {
  const written = new Promise<SampleDetail>((resolve, reject) => {
    const unsubscribe = host.onEvent((event) => {
      if (event.kind !== 'sample.finished' && event.kind !== 'sample.failed') return;
      unsubscribe();
      if (event.kind === 'sample.finished') resolve(event.sample);
      else reject(new Error(event.error.message));
    });
  });
  await host.ask('sample.generate', { run, checkpoint: 'last', prompt: 'The ', sampling });
  return written;
}

/** Of this process, after what nobody holds has been collected. */
async function figures(): Promise<Figures> {
  for (let time = 0; time < 3; time++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const { rss, heapUsed } = process.memoryUsage();
  return {
    'resident memory, MB': megabytes(rss),
    'JavaScript heap, MB': megabytes(heapUsed),
    'open files': existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0,
    'timers, ports and handles': process.getActiveResourcesInfo().length,
    'listeners of the process': process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}

/** @throws Error if the file does not get smaller when everything is deleted */
async function shrink(host: Host, file: string): Promise<Figures> {
  const { runs } = await host.ask('library.overview', {});
  for (const { id, state } of runs) {
    if (state === 'training') await host.ask('run.stop', { run: id });
    await host.ask('library.delete-run', { run: id });
  }
  const before = statSync(file).size;
  const { freedBytes } = await host.ask('library.cleanup', {});
  const after = statSync(file).size;
  if (freedBytes === 0 || after > before / 2)
    throw new Error(`The library has ${after} bytes after everything was deleted, before it had ${before}.`);
  return {};
}
