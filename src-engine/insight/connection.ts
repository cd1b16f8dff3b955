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

/** After every so many symbols a state is held, so that little is read anew before the chunk that is walked back. */
const stride = 16;
/** Bytes of states that are held: a text may be long, a state wide. */
const maxBytes = 32 * 2 ** 20;

/** Looks at one position of a text after another, which is not read from the beginning each time. */
export class Connections {
  readonly #lens: Lens;
  /** What was read last. */
  #ids: readonly number[] = [];
  /** After the first `stride` symbols, after twice as many, and so on. */
  readonly #states: Float32Array[] = [];

  /** @param lens of one lane */
  constructor(lens: Lens) {
    this.#lens = lens;
  }

  /**
   * @param ids at least one
   * @param at the last one that is read
   * @param next the id that follows; null: the likeliest, or the label that is told
   */
  look(ids: readonly number[], at: number, next: number | null): Connected {
    const lens = this.#lens;
    // The chunk that is walked back ends with `at`, or begins with the text.
    const start = Math.max(0, at + 1 - lens.chunk.steps);
    this.#readUpTo(ids, start);
    const last = at - start;
    lens.read((step) => ids[start + step], last + 1);
    const logits = lens.logitsAt(last);
    const isTold = lens.plan.shape.head === 'sigmoid';
    const { id, probability, output } = isTold ? told(logits) : likely(logits, next);
    lens.traceLogit(last, output);
    const traced = lens.inputNorms();
    const norms = Float32Array.from({ length: at + 1 }, (_, k) => (k < start ? NaN : traced[k - start]));
    return { next: id, probability, norms };
  }

  /** What stands before the chunk, from the last state on that is held. */
  #readUpTo(ids: readonly number[], end: number): void {
    const lens = this.#lens;
    this.#forgetUnless(ids);
    const held = Math.min(this.#states.length, Math.floor(end / stride));
    if (held === 0) lens.clear();
    else lens.putState(this.#states[held - 1]);
    for (let from = held * stride; from < end; from += lens.chunk.steps) {
      const count = Math.min(lens.chunk.steps, end - from);
      lens.read((step) => ids[from + step], count);
      this.#hold(from, count);
      lens.carry(count);
    }
  }

  /** The states after the symbols that were just read, one after every stride. */
  #hold(from: number, count: number): void {
    // Where no more are held, the next one lies before what was read.
    for (let next = (this.#states.length + 1) * stride; next > from && next <= from + count; next += stride) {
      const state = this.#lens.copyState(next - from);
      if ((this.#states.length + 1) * state.byteLength > maxBytes) return;
      this.#states.push(state);
    }
  }

  /** Of what was read, only so much is held as this text begins with. */
  #forgetUnless(ids: readonly number[]): void {
    this.#states.splice(Math.floor(commonLength(ids, this.#ids) / stride));
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
