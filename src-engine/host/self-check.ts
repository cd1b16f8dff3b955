// Whether the engine does its main job in this process: whoever gives it a JavaScript engine that nobody has tried with
// it asks this first.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asEngineError } from '../errors.ts';
import { EngineHost } from '../host.ts';
import type { Host } from '../host.ts';
import { kernelsAlone, trainingKernels } from '../kernels/choice.ts';
import { fingerprintOf, firstDifference, plainFingerprint } from '../kernels/self-test.ts';
import { openLibrary } from '../library/library.ts';
import type { RunId, SampleDetail } from '../protocol/index.ts';
import { defaultSampling } from '../sampling/pipelines.ts';
import { defaultModel, defaultTraining } from '../settings/defaults.ts';
import { realParts } from './engine.ts';

const text = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40);
const model = { ...defaultModel, hidden: 16 };
const steps = 20;
const training = {
  ...defaultTraining(2),
  batch: 4,
  sequence: 16,
  threads: 2,
  length: { kind: 'steps', steps },
} as const;
const sampling = { ...defaultSampling, length: 100 };

/**
 * In a second or two: compares the kernels bit for bit, keeps a text, trains on it, lets the model write, closes the
 * library, reads all of it again and writes the same text once more. Nothing of it stays.
 * @returns null, or one sentence that says what failed
 */
export async function selfCheck(log: (line: string) => void): Promise<string | null> {
  let doing = 'comparing the kernels';
  const begin = (what: string): void => void (doing = what);
  let folder: string | null = null;
  try {
    const objection = kernelObjection();
    if (objection !== null) return objection;
    begin('making a library');
    folder = await mkdtemp(path.join(tmpdir(), 'charloom-self-check-'));
    const file = path.join(folder, 'library.db');
    const made = await withHost(file, log, (host) => work(host, begin));
    begin('reading the library again');
    return await withHost(file, log, (host) => readAgain(host, made));
  } catch (error) {
    return `The self-check failed at ${doing}: ${asEngineError(error).message}`;
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  }
}

/** One sentence if the kernels compute anything but what they have to. */
function kernelObjection(): string | null {
  const plain = kernelsAlone('plain');
  if (plain === null || fingerprintOf(plain) !== plainFingerprint)
    return 'The plain kernels, with which models write, give other bits here than elsewhere.';
  const { build } = trainingKernels().compiled;
  const [inUse, relaxed] = [kernelsAlone(build), kernelsAlone('relaxed')];
  const different = inUse && relaxed && build !== 'plain' ? firstDifference(inUse, relaxed) : null;
  return different === null ? null : `The ${build} kernels give other bits in ${different} than the relaxed ones.`;
}

async function withHost<T>(file: string, log: (line: string) => void, use: (host: Host) => Promise<T>): Promise<T> {
  const host = new EngineHost(realParts(openLibrary(file, { log }), log));
  try {
    return await use(host);
  } finally {
    await host.close();
  }
}

interface Made {
  readonly run: RunId;
  readonly sample: SampleDetail;
}

async function work(host: Host, begin: (what: string) => void): Promise<Made> {
  begin('keeping a text');
  const corpus = (await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text } })).id;
  begin('training');
  const trained = ended(host);
  const { id: run } = await host.ask('run.start', { corpus, model, training });
  await trained;
  begin('writing a sample');
  const written = finished(host);
  await host.ask('sample.generate', { run, checkpoint: 'last', prompt: 'The ', sampling });
  return { run, sample: await written };
}

/** @returns one sentence if something is not as it was */
async function readAgain(host: Host, { run, sample }: Made): Promise<string | null> {
  const { step } = await host.ask('run.show', { run });
  if (step !== steps) return `The library has kept ${step} of ${steps} training steps.`;
  const kept = await host.ask('sample.show', { sample: sample.id });
  if (kept.text !== sample.text) return 'The library gives a sample back with another text.';
  const { identical } = await host.ask('sample.replay', { sample: sample.id });
  return identical ? null : 'A model writes another text when it is loaded again.';
}

/** Resolves when the run is finished. */
function ended(host: Host): Promise<void> {
  return new Promise((resolve, reject) => {
    host.onEvent((event) => {
      if (event.kind !== 'run.state' || event.state === 'training') return;
      if (event.state === 'finished') resolve();
      else reject(new Error(event.message ?? `The run is ${event.state}.`));
    });
  });
}

function finished(host: Host): Promise<SampleDetail> {
  return new Promise((resolve, reject) => {
    host.onEvent((event) => {
      if (event.kind === 'sample.finished') resolve(event.sample);
      if (event.kind === 'sample.failed') reject(new Error(event.error.message));
    });
  });
}
