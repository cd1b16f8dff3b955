// How long a cell can remember: a small model is trained to copy two letters after a delay, for a fixed number of
// steps, and is then asked to copy letters that it has not seen. Steps are the budget, not seconds, so the machine
// makes no difference but to the wait.

import { copyLine } from '../corpora/grammars/memory-tasks.ts';
import { makeVocabulary } from '../src-engine/corpus/vocabulary.ts';
import { compileKernels } from '../src-engine/kernels/wasm.ts';
import { cells } from '../src-engine/protocol/choices.ts';
import type { CellKind } from '../src-engine/protocol/choices.ts';
import { cellWords } from '../src-engine/protocol/words/cells.ts';
import { createRandom } from '../src-engine/random/xoshiro.ts';
import { followLine } from '../src-engine/sampling/answers.ts';
import { openSession } from '../src-engine/sampling/session.ts';
import { defaultModel, defaultTraining } from '../src-engine/settings/defaults.ts';
import { startTrainer } from '../src-engine/training/trainer.ts';
import type { CheckpointState, TrainingJob } from '../src-engine/training/types.ts';
import { freshStart } from './fresh-start.ts';
import type { Report } from './report.ts';

interface CopyTask {
  readonly cell: CellKind;
  /** To be copied. */
  readonly letters: number;
  /** Points between the letters and the question mark. */
  readonly delay: number;
  readonly steps: number;
  readonly seed: number;
}

const hidden = 32;
const trainedLines = 4000;
const askedLines = 200;
/** Share of the letters that a solved model copies rightly. */
const solved = 0.99;
const delays = [2, 5, 10, 20, 40, 80] as const;
const budget = 10_000;
const copied = 2;

/** The share of letters that are copied rightly after so many steps; 1 of 8 is chance. */
export async function copyAccuracy({ cell, letters, delay, steps, seed }: CopyTask): Promise<number> {
  const random = createRandom(seed);
  const line = (): string => `${copyLine(random, delay, letters)}\n`;
  const text = Array.from({ length: trainedLines }, line).join('');
  const symbols = [...new Set(text)].sort();
  const vocabulary = makeVocabulary({ symbols, unit: 'codepoint' });
  const ids = new Uint8Array(new SharedArrayBuffer(text.length));
  ids.set(vocabulary.encode(text));
  const model = {
    ...defaultModel,
    cell,
    hidden,
    layers: 1,
    dropout: 0,
    recurrentDropout: 0,
    embedding: 0,
    tieWeights: false,
    layerNorm: false,
  };
  const training = {
    ...defaultTraining(1),
    seed,
    batch: 16,
    // Two lines, so that what is asked for is mostly within reach of the gradient.
    sequence: 2 * line().length,
    validation: 0,
    test: 0,
    learningRate: 0.01,
    weightDecay: 0,
    length: { kind: 'steps', steps },
  } as const;
  const state = await trained({
    model,
    training,
    vocabulary: symbols.length,
    ids,
    lines: null,
    labels: 0,
    trainCharacters: ids.length,
    ...freshStart,
  });
  const parameters = state.averaged ?? state.parameters;
  const compiled = compileKernels('plain');
  let right = 0;
  for (let asked = 0; asked < askedLines; asked++) {
    const read = vocabulary.encode(`\n${line()}`);
    const session = openSession(compiled, { model, vocabulary: symbols.length, parameters }, { streams: 1, steps: 1 });
    const logits = followLine(session, read);
    for (let position = read.length - 1 - letters; position < read.length - 1; position++) {
      const row = logits.subarray((position - 1) * symbols.length, position * symbols.length);
      if (row.indexOf(Math.max(...row)) === read[position]) right++;
    }
  }
  return right / (askedLines * letters);
}

function trained(job: TrainingJob): Promise<CheckpointState> {
  return new Promise((resolve, reject) => {
    let last: CheckpointState | null = null;
    startTrainer(job, (event) => {
      if (event.kind === 'checkpoint') last = event.state;
      if (event.kind === 'failed') reject(new Error(event.message));
      if (event.kind === 'ended') {
        if (last) resolve(last);
        else reject(new Error('The run sent no checkpoint.'));
      }
    });
  });
}

/** Of each cell, delay by delay until one is not solved; then the table of docs/memory-tasks.md. */
export async function benchMemoryTasks(report: Report): Promise<void> {
  report.heading(
    `Two letters copied after a delay: 1 × ${hidden} units, ${budget} steps, share of letters copied rightly`,
  );
  report.columns(['cell', 'delay', 'right', 'solved']);
  const reached: string[][] = [];
  for (const cell of cells) {
    let upTo = '–';
    let next = ['–', '–'];
    for (const delay of delays) {
      const right = await copyAccuracy({ cell, letters: copied, delay, steps: budget, seed: 1 });
      const isSolved = right >= solved;
      const row = { kind: 'memory-task', cell, delay, steps: budget, right, solved: isSolved };
      report.row(row, [cell, String(delay), right.toFixed(3), isSolved ? 'yes' : 'no']);
      if (isSolved) upTo = String(delay);
      else {
        next = [`${(100 * right).toFixed(1)} %`, String(delay)];
        break;
      }
    }
    reached.push([cellWords[cell].label, upTo, ...next]);
  }
  report.columns(['cell', 'solved to', 'right', 'at']);
  for (const row of reached) report.row({ kind: 'memory-table', row }, row);
}
