// How a text that somebody types could go on: a few continuations with different first symbols. The first is drawn as
// the stages say; the others begin with the symbols that the model finds likeliest besides, and are drawn from there.
//
// Chance depends on the seed and the position in the text alone: who types what was offered is offered the rest of it.

import { createRandom } from '../random/xoshiro.ts';
import type { Random, RandomState } from '../random/xoshiro.ts';
import { drawFrom } from './draw.ts';
import { SamplingPipeline } from './pipeline.ts';
import type { Reader, Turns } from './reader.ts';
import { candidatesOf, probabilitiesOf, toProbabilities } from './softmax.ts';
import { stages } from './stages/index.ts';
import type { CompletedIds, CompletionJob } from './types.ts';

/**
 * Null where it was stopped, empty where nothing is left to go on with. The answer ends before a line end that is not
 * at its beginning, else at a word's end.
 */
export async function complete(
  reader: Reader,
  job: CompletionJob,
  turns: Turns,
): Promise<readonly CompletedIds[] | null> {
  const logits = await reader.read(job.context, turns);
  if (logits === null) return null;
  const completions: CompletedIds[] = [];
  for (const { id, probability } of beginnings(logits, job)) {
    reader.rewind();
    const ids = await goOn(reader, id, job, turns);
    if (ids === null) return null;
    completions.push({ ids, probability });
  }
  return completions;
}

interface Beginning {
  readonly id: number;
  readonly probability: number;
}

function beginnings(logits: Float32Array, job: CompletionJob): readonly Beginning[] {
  const drawn = new Drawing(job).draw(logits);
  if (drawn === null) return [];
  const scores = Float64Array.from(logits);
  const wanted = job.stages.filter(({ kind }) => stages[kind].prefersSymbols);
  new Drawing({ ...job, stages: wanted }).apply(scores);
  const others = candidatesOf(scores).filter((id) => id !== drawn);
  const probabilities = probabilitiesOf(scores);
  return [drawn, ...others.slice(0, job.alternatives - 1)].map((id) => ({ id, probability: probabilities[id] }));
}

async function goOn(reader: Reader, first: number, job: CompletionJob, turns: Turns): Promise<number[] | null> {
  const { session } = reader;
  const drawing = new Drawing(job);
  const ids: number[] = [];
  let hasBegun = false;
  for (let id: number | null = first; id !== null; id = drawing.draw(session.logits[0])) {
    const isLineEnd = job.symbols[id].includes('\n');
    if (isLineEnd && hasBegun) return ids;
    if (ids.length === job.length) return toWordEnd(ids, job.symbols);
    hasBegun ||= !isLineEnd;
    ids.push(id);
    drawing.accept(id);
    session.ids[0] = id;
    session.read();
    const others = turns.pause();
    if (others) await others;
    if (turns.isStopped) return null;
  }
  return ids;
}

/** Without the last word, which may not be whole; all of it where there is only one. */
function toWordEnd(ids: readonly number[], symbols: readonly string[]): number[] {
  const isSpace = ids.map((id) => /^\s+$/u.test(symbols[id]));
  const space = isSpace.lastIndexOf(true);
  const end = isSpace.lastIndexOf(false, space) + 1;
  return space < 0 || end === 0 ? [...ids] : ids.slice(0, end);
}

/** The stages at work on one continuation. */
class Drawing {
  readonly #random: RandomByPosition;
  readonly #pipeline: SamplingPipeline;
  readonly #symbols: readonly string[];
  #position: number;

  constructor(job: CompletionJob) {
    const { stages, symbols, seed, position } = job;
    this.#random = new RandomByPosition(seed);
    this.#pipeline = new SamplingPipeline(stages, symbols, this.#random);
    this.#symbols = symbols;
    this.#position = position;
    this.#pipeline.begin(job);
  }

  /** @returns whether anything is left */
  apply(scores: Float64Array): boolean {
    this.#random.seek(this.#position);
    return this.#pipeline.apply(scores);
  }

  draw(logits: Float32Array): number | null {
    const scores = Float64Array.from(logits);
    if (!this.apply(scores)) return null;
    toProbabilities(scores);
    return drawFrom(scores, this.#random.uniform());
  }

  /** What stands at the position; the next draw is for the one behind it. */
  accept(id: number): void {
    this.#pipeline.accept(id);
    this.#position += this.#symbols[id].length;
  }
}

/** Positions that have chance of their own; seeds have 53 bits, and the lower 32 are the user's. */
const positions = 2 ** 21;

class RandomByPosition implements Random {
  readonly #seed: number;
  #random: Random;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = createRandom(seed);
  }

  seek(position: number): void {
    this.#random = createRandom((position % positions) * 2 ** 32 + this.#seed);
  }

  bits(): number {
    return this.#random.bits();
  }

  uniform(): number {
    return this.#random.uniform();
  }

  state(): RandomState {
    return this.#random.state();
  }
}
