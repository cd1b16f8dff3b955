// Held-out probabilities of n-gram models over symbols, order after order: interpolated Kneser-Ney smoothing with three
// discounts, "modified" (Chen & Goodman, An Empirical Study of Smoothing Techniques for Language Modeling, TR-10-98,
// 1998, eq. 26 for the model, eq. 17 for the discounts, after Kneser & Ney 1995):
//
//   P_k(w | h) = (c(hw) − D(c(hw)) + (D1 N1(h) + D2 N2(h) + D3 N3+(h)) · P'_{k−1}(w | h without its first symbol))
//                / c(h)
//
// c: how often it stands in the training text; N1, N2, N3+: how many symbols follow h once, twice, more often. P' is
// the same with c(g) replaced by the number of different symbols that stand before g. Below order 0 all V symbols are
// equally likely.
// An unseen h leaves P' alone.
//
// No table of n-grams is kept: positions of the text are sorted by context and symbol, which brings equal n-grams
// together.
// Each n-gram gets a number; n-grams that are one longer are pairs of such a number and a symbol (Karp, Miller,
// Rosenberg 1972).
// Memory: 12 to 16 bytes a character; time: linear in text and orders.

import type { Ids } from './symbols.ts';

export interface NgramJob {
  /** Training text, and behind it the text to measure. */
  readonly ids: Ids;
  /** Length of the training text, at least 1. */
  readonly train: number;
  /** V. */
  readonly vocabulary: number;
  /** Orders 0 … orders − 1 are measured. */
  readonly orders: number;
}

export interface MeasuredOrder {
  /** Symbols of context. */
  readonly order: number;
  /** Probability of every held-out symbol; overwritten by the next order. */
  readonly probabilities: Float64Array;
}

/** Marks the first position of a context in an order of positions. */
const runStart = 0x8000_0000;
const positionBits = 0x7fff_ffff;

/** What is known of every held-out symbol's n-gram, and of all n-grams that were looked at. */
interface Tally {
  /** c(hw), c(h), N1(h), N2(h), N3+(h) of each held-out position; zeros where h is not in the training text. */
  readonly count: Uint32Array;
  readonly total: Uint32Array;
  readonly ones: Uint32Array;
  readonly twos: Uint32Array;
  readonly more: Uint32Array;
  /** How many n-grams have count 1, 2, 3, 4. */
  readonly frequencies: Float64Array;
}

/** Yields orders 0, 1, 2, … as they are measured. */
export function* measureNgrams({ ids, train, vocabulary, orders }: NgramJob): Generator<MeasuredOrder> {
  const length = ids.length;
  const lower = new Float64Array(length - train).fill(1 / vocabulary);
  const probabilities = new Float64Array(length - train);
  const tally = makeTally(length - train);
  // Number of the n-gram that ends before each position, for n = order and order + 1.
  let contexts = new Uint32Array(length + 1);
  let grams = new Uint32Array(length + 1);
  let known = 1;
  let kept: Uint32Array = new Uint32Array(0);
  const sorted = new Uint32Array(length);
  for (let order = 0; order < orders; order++) {
    const room = new Uint32Array(Math.max(known, vocabulary) + 1);
    const positions = sortPositions({
      ids,
      vocabulary,
      contexts,
      known,
      first: order,
      scratch: grams,
      room,
      into: sorted,
    });
    const extensions = room.fill(0);
    const named = nameGrams({ ids, train, positions, contexts, grams, extensions });
    if (order > 0) {
      // The n-grams of the order below are what extensions have just been counted of.
      tallyRuns(kept, ids, train, (_from, _to, at) => extensions[contexts[at + 1]], tally);
      interpolate(tally, discountsOf(frequenciesOf(extensions, known)), lower, lower);
    }
    tallyRuns(positions, ids, train, (from, to) => trained(positions, from, to, train), tally);
    interpolate(tally, discountsOf(tally.frequencies), lower, probabilities);
    yield { order, probabilities };
    kept = keepMeasured(positions, ids, train);
    [contexts, grams] = [grams, contexts];
    known = named;
  }
}

/** Mean of −log2 p. */
export function bitsOf(probabilities: Float64Array): number {
  let nats = 0;
  for (const probability of probabilities) nats -= Math.log(probability);
  return nats / Math.LN2 / probabilities.length;
}

function makeTally(length: number): Tally {
  const zeros = () => new Uint32Array(length);
  const frequencies = new Float64Array(5);
  return { count: zeros(), total: zeros(), ones: zeros(), twos: zeros(), more: zeros(), frequencies };
}

/**
 * Positions from `first` on by context, then symbol, then position; two stable counting sorts. `room` and `scratch` are
 * overwritten.
 */
function sortPositions(parts: {
  readonly ids: Ids;
  readonly vocabulary: number;
  readonly contexts: Uint32Array;
  readonly known: number;
  readonly first: number;
  readonly scratch: Uint32Array;
  readonly room: Uint32Array;
  readonly into: Uint32Array;
}): Uint32Array {
  const { ids, vocabulary, contexts, known, first, scratch, room, into } = parts;
  const count = Math.max(0, ids.length - first);
  for (let at = first; at < ids.length; at++) room[ids[at] + 1]++;
  for (let id = 1; id <= vocabulary; id++) room[id] += room[id - 1];
  for (let at = first; at < ids.length; at++) scratch[room[ids[at]]++] = at;

  room.fill(0);
  for (let at = first; at < ids.length; at++) room[contexts[at] + 1]++;
  for (let context = 1; context <= known; context++) room[context] += room[context - 1];
  for (let index = 0; index < count; index++) {
    const at = scratch[index];
    into[room[contexts[at]]++] = at;
  }
  const positions = into.subarray(0, count);
  let last = -1;
  for (let index = 0; index < count; index++) {
    const context = contexts[positions[index]];
    if (context !== last) positions[index] |= runStart;
    last = context;
  }
  return positions;
}

/**
 * Numbers the n-grams (context and symbol), and counts for each n-gram without its first symbol how many different ones
 * of the training text end in it.
 * @returns how many there are
 */
function nameGrams(parts: {
  readonly ids: Ids;
  readonly train: number;
  readonly positions: Uint32Array;
  readonly contexts: Uint32Array;
  readonly grams: Uint32Array;
  readonly extensions: Uint32Array;
}): number {
  const { ids, train, positions, contexts, grams, extensions } = parts;
  let name = -1;
  let symbol = -1;
  for (let index = 0; index < positions.length; index++) {
    const marked = positions[index];
    const at = (marked & positionBits) >>> 0;
    if (marked >= runStart || ids[at] !== symbol) {
      name++;
      symbol = ids[at];
      // Positions of one n-gram ascend: if the first is measured text, all are.
      if (at < train) extensions[contexts[at + 1]]++;
    }
    grams[at + 1] = name;
  }
  return name + 1;
}

/**
 * Adds up the n-grams of every context. `weigh` is given where in `positions` an n-gram begins and ends, and its first
 * position.
 */
function tallyRuns(
  positions: Uint32Array,
  ids: Ids,
  train: number,
  weigh: (from: number, to: number, at: number) => number,
  tally: Tally,
): void {
  const { count, total, ones, twos, more, frequencies } = tally;
  for (const list of [count, total, ones, twos, more, frequencies]) list.fill(0);
  for (let start = 0; start < positions.length;) {
    let sum = 0;
    let n1 = 0;
    let n2 = 0;
    let n3 = 0;
    let from = start;
    do {
      const at = (positions[from] & positionBits) >>> 0;
      const symbol = ids[at];
      let to = from + 1;
      while (to < positions.length && positions[to] < runStart && ids[positions[to]] === symbol) to++;
      const weight = weigh(from, to, at);
      if (weight === 1) n1++;
      else if (weight === 2) n2++;
      else if (weight > 2) n3++;
      if (weight < 5) frequencies[weight]++;
      sum += weight;
      for (let index = to - 1; index >= from; index--) {
        const measured = ((positions[index] & positionBits) >>> 0) - train;
        if (measured < 0) break;
        count[measured] = weight;
      }
      from = to;
    } while (from < positions.length && positions[from] < runStart);
    for (let index = start; index < from; index++) {
      const measured = ((positions[index] & positionBits) >>> 0) - train;
      if (measured < 0) continue;
      total[measured] = sum;
      ones[measured] = n1;
      twos[measured] = n2;
      more[measured] = n3;
    }
    start = from;
  }
}

/** Positions of one n-gram that lie in the training text; they come first. */
function trained(positions: Uint32Array, from: number, to: number, train: number): number {
  let end = to;
  while (end > from && (positions[end - 1] & positionBits) >>> 0 >= train) end--;
  return end - from;
}

/** P from P', for every held-out symbol. `lower` and `into` may be the same. */
function interpolate(
  { count, total, ones, twos, more }: Tally,
  [d1, d2, d3]: Discounts,
  lower: Float64Array,
  into: Float64Array,
): void {
  for (let index = 0; index < into.length; index++) {
    if (total[index] === 0) {
      into[index] = lower[index];
      continue;
    }
    const c = count[index];
    const discount = c === 0 ? 0 : c === 1 ? d1 : c === 2 ? d2 : d3;
    const taken = d1 * ones[index] + d2 * twos[index] + d3 * more[index];
    into[index] = (c - discount + taken * lower[index]) / total[index];
  }
}

function frequenciesOf(counts: Uint32Array, length: number): Float64Array {
  const frequencies = new Float64Array(5);
  for (let index = 0; index < length; index++) if (counts[index] < 5) frequencies[counts[index]]++;
  return frequencies;
}

/** D1, D2, D3+. */
type Discounts = readonly [number, number, number];

/** Eq. 17; where few n-grams give no discount between 0 and the count, half the count. */
function discountsOf(frequencies: Float64Array): Discounts {
  const [, n1, n2, n3, n4] = frequencies;
  const y = n1 / (n1 + 2 * n2);
  const between = (discount: number, max: number) => (discount > 0 && discount < max ? discount : max / 2);
  return [between(1 - (2 * y * n2) / n1, 1), between(2 - (3 * y * n3) / n2, 2), between(3 - (4 * y * n4) / n3, 3)];
}

/**
 * Of the contexts that are measured: one position of every n-gram, and the measured positions. That is all that the
 * next order asks of this one; the rest of `positions` is lost.
 */
function keepMeasured(positions: Uint32Array, ids: Ids, train: number): Uint32Array {
  let kept = 0;
  for (let start = 0; start < positions.length;) {
    let end = start + 1;
    let isMeasured = (positions[start] & positionBits) >>> 0 >= train;
    for (; end < positions.length && positions[end] < runStart; end++) isMeasured ||= positions[end] >= train;
    let symbol = -1;
    for (let index = start; isMeasured && index < end; index++) {
      const marked = positions[index];
      const at = (marked & positionBits) >>> 0;
      if (ids[at] !== symbol || at >= train) positions[kept++] = marked;
      symbol = ids[at];
    }
    start = end;
  }
  return positions.slice(0, kept);
}
