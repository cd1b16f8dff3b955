// Lines with labels as what a run reads: a batch of whole lines a chunk, each from a zero state, answered at its last
// character. An epoch reads the lines in an order drawn from the seed, but for those that are left when no whole batch
// can be made of them.
// Lines of like length share a batch, so that little is spent on padding.

import { spreadLine } from '../corpus/line-split.ts';
import { maxMeasured } from '../corpus/split.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { AnswersPlan } from '../nn/head.ts';
import { outputsFor } from '../nn/shape.ts';
import { createRandom } from '../random/xoshiro.ts';
import type { Random } from '../random/xoshiro.ts';
import type { Cursor } from './lanes.ts';
import type { LineSet } from './line-set.ts';
import type { Evaluated, ShardReader, ReaderParts, SourceJob, Source } from './source.ts';

/**
 * So many batches are drawn together and then sorted by length: the batches stay mixed, and their lines alike in
 * length.
 */
const pooledBatches = 32;

/** Batches with as many lines as there are; 0 where they fill none. One pass leaves out those that fill no batch. */
export function batchesPerEpoch(lines: number, batch: number): number {
  return lines < batch ? 0 : lines / batch;
}

type LineJob = SourceJob & { readonly lines: LineSet };

export class LineSource implements Source {
  readonly job: LineJob;
  /** Lines of a validation. */
  readonly validated: number;
  /** Outputs of the head. */
  readonly outputs: number;
  #order: { readonly epoch: number; readonly lines: Uint32Array } | null = null;

  private constructor(job: LineJob) {
    const { lines, training } = job;
    this.job = job;
    this.outputs = outputsFor(lines.weights.length);
    this.validated = Math.min(lines.labels.length - lines.trained, Math.ceil(maxMeasured / training.sequence));
  }

  /** Null where the lines do not fill one batch. */
  static of(job: LineJob): LineSource | null {
    return job.lines.trained >= job.training.batch ? new LineSource(job) : null;
  }

  get chunksPerEpoch(): number {
    return batchesPerEpoch(this.job.lines.trained, this.job.training.batch);
  }

  get predictions(): number {
    return this.job.training.batch * this.outputs;
  }

  get heldOut(): Source['heldOut'] {
    const { sequence } = this.job.training;
    const { validated } = this;
    return { positions: validated * sequence, predictions: validated * this.outputs, counted: validated };
  }

  charactersAt({ epoch, cursor }: Cursor): number {
    const lines = this.orderOf(epoch).subarray(cursor, cursor + this.job.training.batch);
    return lines.reduce((sum, line) => sum + this.lengthOf(line), 0);
  }

  after({ epoch, cursor }: Cursor): Cursor {
    const { batch } = this.job.training;
    const next = cursor + batch;
    return next + batch <= this.job.lines.trained ? { epoch, cursor: next } : { epoch: epoch + 1, cursor: 0 };
  }

  open(parts: ReaderParts): ShardReader {
    return new LineReader(this, parts);
  }

  /** One of the lines of a validation. */
  heldOutLine(index: number): number {
    const { trained, labels } = this.job.lines;
    return trained + spreadLine(index, this.validated, labels.length - trained);
  }

  /** The symbols of a line that are read. */
  lengthOf(line: number): number {
    const { lines, training } = this.job;
    return Math.min(training.sequence, lines.starts[line + 1] - lines.starts[line]);
  }

  /** The lines of an epoch, in the order of its batches. */
  orderOf(epoch: number): Uint32Array {
    if (this.#order?.epoch !== epoch) this.#order = { epoch, lines: this.#drawOrder(epoch) };
    return this.#order.lines;
  }

  #drawOrder(epoch: number): Uint32Array {
    const { lines, training } = this.job;
    const random = createRandom(training.seed * 4096 + epoch);
    const order = Uint32Array.from({ length: lines.trained }, (_, line) => line);
    shuffle(order, random, 1);
    const whole = lines.trained - (lines.trained % training.batch);
    for (let start = 0; start < whole; start += pooledBatches * training.batch) {
      const pool = order.subarray(start, Math.min(whole, start + pooledBatches * training.batch));
      pool.set(this.#byLength(pool));
      shuffle(pool, random, training.batch);
    }
    return order;
  }

  /** Lines of one length stay in the order that chance has given them. */
  #byLength(lines: Uint32Array): number[] {
    const measured = Array.from(lines, (line, index) => ({ line, index, length: this.lengthOf(line) }));
    measured.sort((one, other) => one.length - other.length || one.index - other.index);
    return measured.map(({ line }) => line);
  }
}

/** Fisher and Yates: runs of `width` numbers change places. */
function shuffle(numbers: Uint32Array, random: Random, width: number): void {
  for (let left = numbers.length / width; left > 1; left--) {
    const from = (random.bits() % left) * width;
    const to = (left - 1) * width;
    for (let j = 0; j < width; j++) [numbers[from + j], numbers[to + j]] = [numbers[to + j], numbers[from + j]];
  }
}

class LineReader implements ShardReader {
  readonly #source: LineSource;
  readonly #parts: ReaderParts;
  readonly #answers: AnswersPlan;
  /** (N): the line of each lane; −1: none. */
  readonly #lines: Int32Array;

  constructor(source: LineSource, parts: ReaderParts) {
    const { answers } = parts.plan.model.head;
    if (answers === null) throw new Error('Lines are read by a model that answers.');
    this.#source = source;
    this.#parts = parts;
    this.#answers = answers;
    this.#lines = new Int32Array(parts.plan.model.chunk.lanes);
  }

  fill({ epoch, cursor }: Cursor): void {
    const order = this.#source.orderOf(epoch);
    const { weights } = this.#source.job.lines;
    this.#fill((lane) => order[cursor + lane], weights);
  }

  countHits(): number {
    const { kernels, plan, model } = this.#parts;
    const { labels } = this.#source.job.lines;
    const { classes, paddedClasses } = model.shape;
    let hits = 0;
    for (const [lane, line] of this.#lines.entries()) {
      if (line < 0) continue;
      const start = plan.model.head.logits + lane * paddedClasses;
      if (likeliest(kernels.floats, start, classes) === labels[line]) hits++;
    }
    return hits;
  }

  goOn(): void {
    // Every line begins with a zero state, which nothing has changed.
  }

  evaluate(): Evaluated {
    const { model } = this.#parts;
    const { job, validated } = this.#source;
    const { batch } = job.training;
    let loss = 0;
    let hits = 0;
    for (let from = 0; from < validated; from += batch) {
      this.#fill((lane) => (from + lane < validated ? this.#source.heldOutLine(from + lane) : -1), null);
      model.forward(null);
      hits += this.countHits();
      loss += model.loss(0);
    }
    return { loss, hits };
  }

  /** @param lineAt the line of each lane of the whole batch @param weights by label; null: all weigh the same */
  #fill(lineAt: (lane: number) => number, weights: Float32Array | null): void {
    const { plan, model } = this.#parts;
    let longest = 1;
    for (let lane = 0; lane < this.#lines.length; lane++) {
      const line = lineAt(plan.firstLane + lane);
      this.#lines[lane] = line;
      if (line >= 0) longest = Math.max(longest, this.#source.lengthOf(line));
    }
    model.shorten(longest);
    for (const [lane, line] of this.#lines.entries()) this.#fillLane(lane, line, longest, weights);
  }

  #fillLane(lane: number, line: number, steps: number, weights: Float32Array | null): void {
    const { kernels, plan, model } = this.#parts;
    const { inputs, head, chunk } = plan.model;
    const { ids, lines } = this.#source.job;
    const length = line < 0 ? 1 : this.#source.lengthOf(line);
    for (let t = 0; t < steps; t++) {
      kernels.integers[inputs + t * chunk.lanes + lane] = line >= 0 && t < length ? ids[lines.starts[line] + t] : 0;
    }
    kernels.integers[this.#answers.ends + lane] = (length - 1) * chunk.lanes + lane;
    const row = lane * model.shape.paddedClasses;
    const label = line < 0 ? 0 : lines.labels[line];
    const weight = line < 0 ? 0 : (weights?.[label] ?? 1);
    for (let answer = 0; answer < this.#source.outputs; answer++) {
      kernels.floats[head.targets + row + answer] = isYes(answer, label, this.#source.outputs) ? 1 : 0;
      kernels.floats[this.#answers.weights + row + answer] = weight;
    }
  }
}

/** A single answer is about the second of two labels; else each is about its own. */
function isYes(answer: number, label: number, outputs: number): boolean {
  return label === (outputs === 1 ? 1 : answer);
}

/** The label that the answers' logits speak for. */
function likeliest(logits: Kernels['floats'], start: number, outputs: number): number {
  if (outputs === 1) return logits[start] >= 0 ? 1 : 0;
  let best = 0;
  for (let answer = 1; answer < outputs; answer++) if (logits[start + answer] > logits[start + best]) best = answer;
  return best;
}
