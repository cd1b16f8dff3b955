// How much each character that was read matters to what comes next: the norm of ∂logit/∂x_k, where the logit is that of
// one symbol at one step, and x_k what was read k steps after the beginning (Madsen, Visualizing memorization in RNNs,
// Distill 2019). A model that tells labels apart is asked for the logit of the label that it tells there.

import { commonLength } from '../sampling/context.ts';
import type { Lens } from './lens.ts';
import { toldLabel } from './told-label.ts';

/** So many characters are looked back over; what stood before them is read only. */
export const connectionSteps = 128;

export interface Connected {
  /** The id that comes next, or the label that is told. */
  readonly next: number;
  readonly probability: number;
  /** For each id up to the one that is asked about; NaN further back than a chunk. */
  readonly norms: Float32Array;
}

/** Of states that are held: a text may be long, a state wide. */
const maxStateBytes = 64 * 2 ** 20;

/** Looks at one position of a text after another, which is not read from the beginning each time. */
export class Connections {
  readonly #lens: Lens;
  readonly #maxBytes: number;
  /** What was read last. */
  #ids: readonly number[] = [];
  /** After every so many symbols a state is held: after each, where there is room. */
  #stride = 1;
  /** After the first `#stride` symbols, after twice as many, and so on. */
  #states: Float32Array[] = [];

  /** @param lens of one lane @param maxBytes of states that are held */
  constructor(lens: Lens, maxBytes = maxStateBytes) {
    this.#lens = lens;
    this.#maxBytes = maxBytes;
  }

  /**
   * @param ids at least one
   * @param at the last one that is read
   * @param next the id that follows; null: the likeliest, or the label that is told
   */
  look(ids: readonly number[], at: number, next: number | null): Connected {
    const lens = this.#lens;
    this.#forgetUnless(ids);
    // The chunk that is walked back ends with `at`, or begins with the text.
    const start = Math.max(0, at + 1 - lens.chunk.steps);
    this.#readChunk(start, at);
    const last = at - start;
    const logits = lens.logitsAt(last);
    const isTold = lens.plan.shape.head === 'sigmoid';
    const { id, probability, output } = isTold ? told(logits) : likely(logits, next);
    lens.traceLogit(last, output);
    const traced = lens.inputNorms();
    const norms = Float32Array.from({ length: at + 1 }, (_, k) => (k < start ? NaN : traced[k - start]));
    return { next: id, probability, norms };
  }

  #readChunk(start: number, at: number): void {
    const lens = this.#lens;
    const count = at + 1 - start;
    const idAt = (step: number): number => this.#ids[start + step];
    if (this.#stride > 1) {
      this.#readUpTo(start);
      return lens.read(idAt, count);
    }
    this.#readUpTo(at);
    for (let step = 0; step < count; step++) this.#put(start + step, step);
    lens.readKnown(idAt, count);
  }

  /** What stands before the symbol at `end`, from the last state on that is held. */
  #readUpTo(end: number): void {
    const lens = this.#lens;
    const stride = this.#stride;
    const held = Math.min(this.#states.length, Math.floor(end / stride));
    this.#put(held * stride, 0);
    for (let from = held * stride; from < end; from += lens.chunk.steps) {
      const count = Math.min(lens.chunk.steps, end - from);
      lens.read((step) => this.#ids[from + step], count);
      this.#hold(from, count);
      lens.carry(count);
    }
  }

  /** The state after so many symbols, which is held, goes before a step of the chunk. */
  #put(symbols: number, step: number): void {
    if (symbols === 0) this.#lens.clear();
    else this.#lens.putState(this.#states[symbols / this.#stride - 1], step);
  }

  /** The states after the symbols that were just read, one after every stride. */
  #hold(from: number, count: number): void {
    const stride = this.#stride;
    // Where more are held already, the next one lies behind what was read.
    for (let next = (this.#states.length + 1) * stride; next > from && next <= from + count; next += stride)
      this.#states.push(this.#lens.copyState(next - from));
  }

  /** Of what was read, only so much is held as this text begins with. */
  #forgetUnless(ids: readonly number[]): void {
    const stride = Math.max(1, Math.ceil((ids.length * this.#lens.stateBytes) / this.#maxBytes));
    const common = stride === this.#stride ? commonLength(ids, this.#ids) : 0;
    this.#states = this.#states.slice(0, Math.floor(common / stride));
    this.#stride = stride;
    this.#ids = ids;
  }
}

interface Looked {
  readonly id: number;
  readonly probability: number;
  /** The logit that is looked at. */
  readonly output: number;
}

function told(logits: Float64Array): Looked {
  const { label, ...rest } = toldLabel(logits);
  return { id: label, ...rest };
}

function likely(logits: Float64Array, wanted: number | null): Looked {
  const top = logits.reduce((best, logit, id) => (logit > logits[best] ? id : best), 0);
  const id = wanted ?? top;
  const sum = logits.reduce((whole, logit) => whole + Math.exp(logit - logits[top]), 0);
  return { id, probability: Math.exp(logits[id] - logits[top]) / sum, output: id };
}
