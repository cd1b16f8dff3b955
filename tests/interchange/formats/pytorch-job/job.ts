// Runs that leave as PyTorch jobs: a real run up to a step as a portable model, its folder on disk or in memory, and
// train.py at work in it where PyTorch is installed.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { goldenFor } from '../../goldens-here.ts';
import { pytorchJobFormat } from '../../../../src-engine/interchange/formats/pytorch-job/index.ts';
import type {
  IncomingFiles,
  IncomingModel,
  OutgoingFile,
  PortableModel,
} from '../../../../src-engine/interchange/types.ts';
import type { CheckpointState, TrainingJob } from '../../../../src-engine/training/types.ts';
import type { Run } from '../../../training/run.ts';

/** Has PyTorch; the tests that need it are skipped where it is not there. */
const python = process.env.CHARLOOM_PYTHON ?? '';
export const hasPyTorch = existsSync(python);

export const letters = (count: number): string[] =>
  Array.from({ length: count }, (_, id) => String.fromCodePoint(97 + id));

/** What a run was trained on; of labels it reads another block of ids than the text's. */
export interface TrainedOn {
  readonly symbols: readonly string[];
  readonly labels: readonly string[];
  readonly ids: Uint8Array;
}

/** The run as it stood at one of its checkpoints. */
export function portable(
  job: TrainingJob,
  run: Run,
  step: number,
  on: TrainedOn = { symbols: letters(job.vocabulary), labels: [], ids: job.ids as Uint8Array },
): PortableModel {
  const state = run.checkpoints.find((checkpoint) => checkpoint.step === step);
  if (!state) throw new Error(`There is no checkpoint of step ${step}.`);
  const points = run.all('progress').flatMap((event) => event.points);
  const past = points.filter((point) => point.step <= step);
  return portableState(job, on, structuredClone(state), {
    steps: Float64Array.from(past, (point) => point.step),
    losses: Float32Array.from(past, (point) => point.loss),
    validations: run
      .all('validation')
      .filter((validation) => validation.step <= step)
      .map(({ kind: _kind, ...measured }) => measured),
  });
}

function portableState(
  job: TrainingJob,
  { symbols, labels, ...on }: TrainedOn,
  state: CheckpointState,
  history: NonNullable<PortableModel['continuation']>['history'],
): PortableModel {
  const ids = Uint8Array.from(on.ids);
  const text = Array.from(ids, (id) => symbols[id]).join('');
  return {
    name: 'A run',
    model: job.model,
    unit: 'codepoint',
    symbols,
    labels,
    first: 0,
    step: state.step,
    validation: history.validations.at(-1)?.loss ?? null,
    weights: state.averaged ?? state.parameters,
    training: job.training,
    continuation: {
      state,
      totalSteps: state.progress.totalSteps,
      extensions: job.extensions,
      history,
      text: {
        name: 'A text',
        hash: createHash('sha256').update(text).digest('hex'),
        characters: ids.length,
        trainCharacters: job.trainCharacters,
        ids,
      },
    },
  };
}

export function jobFiles(model: PortableModel): readonly OutgoingFile[] {
  return pytorchJobFormat.write(model, goldenFor(model), { precision: 'float32', continues: true, text: true });
}

export function contentOf({ pieces }: OutgoingFile): Buffer {
  return Buffer.concat([...pieces]);
}

export function writeJob(folder: string, model: PortableModel): void {
  mkdirSync(folder, { recursive: true });
  for (const file of jobFiles(model)) writeFileSync(path.join(folder, file.path), contentOf(file));
}

export function filesHere(contents: ReadonlyMap<string, Uint8Array>): IncomingFiles {
  return {
    files: new Map(Array.from(contents, ([name, { length }]) => [name, length])),
    read(name, offset, length) {
      const content = contents.get(name);
      if (!content || offset < 0 || length < 0 || offset + length > content.length) throw new RangeError('outside');
      return Uint8Array.from(content.subarray(offset, offset + length));
    },
  };
}

export function readFolder(folder: string): IncomingModel {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return pytorchJobFormat.read(
    filesHere(new Map(names.map(({ name }) => [name, readFileSync(path.join(folder, name))]))),
  );
}

export interface PythonRun {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs train.py in the folder, under torchrun where several processes are wished; `watch` sees the output grow and may
 * end it, once.
 */
export function runJob(
  folder: string,
  { processes = 1, args = [] }: { readonly processes?: number; readonly args?: readonly string[] } = {},
  watch: (output: string, stop: (signal: 'SIGTERM' | 'SIGKILL') => void) => void = () => undefined,
): Promise<PythonRun> {
  const torchrun = ['-m', 'torch.distributed.run', '--standalone', '--nproc-per-node', String(processes)];
  const child = spawn(python, [...(processes > 1 ? torchrun : []), path.join(folder, 'train.py'), ...args], {
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  let output = '';
  let isStopped = false;
  const hear = (piece: Buffer): void => {
    output += piece.toString();
    watch(output, (signal) => {
      if (!isStopped) child.kill(signal);
      isStopped = true;
    });
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
