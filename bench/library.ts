// What the benches put into a library: a text of one symbol, runs on it with their curves and checkpoints, and samples.

import { openLibrary } from '../src-engine/library/library.ts';
import type { Library } from '../src-engine/library/library.ts';
import type { CheckpointId, CorpusId, LossPoint, RunId } from '../src-engine/protocol/index.ts';
import { createRandom } from '../src-engine/random/xoshiro.ts';
import { defaultSampling } from '../src-engine/sampling/pipelines.ts';
import { defaultModel, defaultPreparation, defaultTraining } from '../src-engine/settings/defaults.ts';
import { noProgress } from '../src-engine/training/progress.ts';
import type { CheckpointState } from '../src-engine/training/types.ts';
import { saveCheckpoint } from '../tests/library/saving.ts';

export function addCorpus(library: Library): CorpusId {
  const corpus = library.corpora.begin({
    name: 'Bench',
    source: 'bench',
    encoding: 'UTF-8',
    preparation: defaultPreparation,
    files: [],
    numbers: null,
    recipe: '',
    notes: [],
    characters: 1,
    width: 1,
    symbols: ['a'],
    counts: [1],
  });
  library.corpora.complete(corpus, 'bench');
  return corpus;
}

export function addRun(library: Library, corpus: CorpusId, name: string, seed = 1): RunId {
  return library.runs.add({
    name,
    corpus,
    model: defaultModel,
    training: { ...defaultTraining(1), seed },
    trainCharacters: 1,
    symbols: ['a'],
    unit: 'codepoint',
  });
}

/** Points. */
const pieceOfCurve = 200_000;

interface Filling {
  readonly runs: number;
  readonly samples: number;
  /** Of each run's curve. */
  readonly points: number;
}

/**
 * Every other run has validations, so that its thumbnail shows these; the others' show the curve. No two runs have the
 * same settings.
 */
export function fillLibrary(file: string, { runs, samples, points }: Filling): void {
  const library = openLibrary(file);
  const corpus = addCorpus(library);
  library.transaction(() => {
    for (let index = 0; index < runs; index++) {
      const run = addRun(library, corpus, `Bench ${index}`, index);
      for (const piece of curve(index, points)) library.curves.append(run, piece);
      for (let step = 500; index % 2 === 0 && step <= points; step += 500)
        library.validations.put(run, step, 2 + 1 / step, 1000);
    }
    for (let index = 0; index < samples; index++) {
      library.samples.add({
        run: (1 + (index % runs)) as RunId,
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

/** One for each of the first runs, of so many bytes, at the end of its curve. */
export async function fillCheckpoints(file: string, { runs, points }: Filling, bytes: number): Promise<void> {
  const library = openLibrary(file);
  let state = stateOf(points, bytes);
  for (let run = 1; run <= runs; run++) ({ state } = await saveCheckpoint(library, run as RunId, state, null, []));
  await library.flush();
  library.close();
}

/** Of a model of no particular shape. */
export function stateOf(step: number, bytes: number): CheckpointState {
  const third = Math.floor(bytes / 12);
  const block = (length: number): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length }, (_, index) => Math.sin(index * step));
  return {
    step,
    parameters: block(third),
    optimizer: block(2 * third),
    averaged: null,
    carried: block(64),
    progress: { ...noProgress, step },
  };
}

/** In pieces that fit into memory. */
function* curve(seed: number, points: number): Generator<readonly LossPoint[]> {
  const random = createRandom(seed);
  for (let from = 0; from < points; from += pieceOfCurve)
    yield Array.from({ length: Math.min(pieceOfCurve, points - from) }, (_, index) => ({
      step: from + index + 1,
      loss: 1 + 3 / Math.sqrt(from + index + 1) + random.uniform() / 10,
    }));
}
