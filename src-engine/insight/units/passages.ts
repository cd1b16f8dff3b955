// Passages during which the units are as they are in a marked one (after LSTMVis: Strobelt et al. 2016). Of every
// symbol of a long text a bit a unit is kept, whether its h is above its median; so a pattern is compared with a
// million positions in a few hundredths of a second.
//
// The pattern: units that are on, or off, all through the marked stretch. Where many are, those that change most at its
// borders.

import type { SoloSession, StateView } from '../../sampling/session.ts';
import { levels } from './quantized.ts';
import { readPieces, rowOf, stateByte } from './states.ts';
import type { States, SymbolStretch } from './states.ts';

/** Bits of a symbol at most; of more units those that change most are taken. */
const maxBits = 512;
/** Units in a pattern at most. */
const maxPattern = 64;
/** A unit is on, or off, all through a stretch if it is so after such a share of its symbols. */
const steady = 0.9;
/** A longer stretch is looked for by its beginning. */
const maxWindow = 400;

/** Which unit each bit tells of, and from which byte on it is set. */
export interface BitPlan {
  readonly units: readonly number[];
  readonly thresholds: Uint8Array;
  /** 32-bit words of a symbol. */
  readonly words: number;
}

export interface BitIndex {
  readonly plan: BitPlan;
  /** M. */
  readonly symbols: number;
  /** (M, words) */
  readonly bits: Int32Array;
}

/** Of each layer's h. */
export function planBits(states: States): BitPlan {
  const units = [...states.names.keys()].filter((unit) => states.names[unit].part === 'h');
  const measured = units.map((unit) => ({ unit, ...medianOf(rowOf(states, unit)) }));
  const chosen = measured.filter(({ balance }) => balance > 0).sort((one, other) => other.spread - one.spread);
  const kept = chosen.slice(0, maxBits);
  return {
    units: kept.map(({ unit }) => unit),
    thresholds: Uint8Array.from(kept, ({ threshold }) => threshold),
    words: Math.ceil(kept.length / 32),
  };
}

/** The first byte above the median; how many symbols lie on the smaller side; the variance. */
function medianOf(bytes: Uint8Array): { threshold: number; balance: number; spread: number } {
  const counts = new Uint32Array(levels);
  let sum = 0;
  let squares = 0;
  for (const byte of bytes) {
    counts[byte] += 1;
    sum += byte;
    squares += byte * byte;
  }
  let threshold = 0;
  let below = 0;
  let best = { threshold: 0, balance: 0 };
  while (threshold < levels - 1) {
    below += counts[threshold++];
    const balance = Math.min(below, bytes.length - below);
    if (balance > best.balance) best = { threshold, balance };
  }
  return { ...best, spread: squares / bytes.length - (sum / bytes.length) ** 2 };
}

/** Which bits the pattern names (mask), and what they are. */
export interface Pattern {
  readonly mask: Int32Array;
  readonly wanted: Int32Array;
  /** Bits in the mask. */
  readonly count: number;
  /** Symbols of the stretch that it was taken from. */
  readonly length: number;
}

/** @param index of the text that the stretch is in */
export function patternOf({ plan, symbols, bits }: BitIndex, from: number, to: number): Pattern {
  const length = Math.min(to - from, maxWindow);
  const around = Math.min(length, 50);
  const inside = sharesOf(bits, plan, from, from + length);
  const before = sharesOf(bits, plan, Math.max(0, from - around), from);
  const after = sharesOf(bits, plan, Math.min(to, symbols), Math.min(to + around, symbols));
  const candidates = [...inside.keys()].filter((bit) => Math.max(inside[bit], 1 - inside[bit]) >= steady);
  const change = (bit: number): number => Math.abs(2 * inside[bit] - before[bit] - after[bit]);
  candidates.sort((one, other) => change(other) - change(one));
  const mask = new Int32Array(plan.words);
  const wanted = new Int32Array(plan.words);
  const chosen = candidates.slice(0, maxPattern);
  for (const bit of chosen) {
    mask[bit >> 5] |= 1 << (bit & 31);
    if (inside[bit] > 0.5) wanted[bit >> 5] |= 1 << (bit & 31);
  }
  return { mask, wanted, count: chosen.length, length };
}

/** The share of symbols in which each bit is set; a half where there are none. */
function sharesOf(bits: Int32Array, { units, words }: BitPlan, from: number, to: number): Float64Array {
  const shares = new Float64Array(units.length);
  if (to <= from) return shares.fill(0.5);
  for (let at = from; at < to; at++) {
    for (let bit = 0; bit < units.length; bit++) shares[bit] += (bits[at * words + (bit >> 5)] >>> (bit & 31)) & 1;
  }
  return shares.map((count) => count / (to - from));
}

export interface Match {
  /** In symbols. */
  readonly from: number;
  /** The share of the pattern's bits that are alike, averaged over the stretch. */
  readonly likeness: number;
}

/**
 * The positions that are most like a pattern, the best first, none overlapping another; and how alike any position is
 * on average.
 * @param except where nothing is looked for: what the pattern was taken from
 */
export function findSimilar(
  { symbols, bits, plan: { words } }: BitIndex,
  { mask, wanted, count, length }: Pattern,
  { max, except }: { readonly max: number; readonly except: SymbolStretch | null },
): { readonly matches: readonly Match[]; readonly ordinary: number } {
  if (count === 0 || symbols < length) return { matches: [], ordinary: 0 };
  const differing = new Uint8Array(symbols);
  let total = 0;
  for (let at = 0, offset = 0; at < symbols; at++) {
    let here = 0;
    for (let word = 0; word < words; word++, offset++) here += bitsIn((bits[offset] ^ wanted[word]) & mask[word]);
    differing[at] = here;
    total += here;
  }
  const chosen: Match[] = [];
  const isFree = (from: number): boolean =>
    (except === null || from >= except.to || from + length <= except.from) &&
    chosen.every((other) => Math.abs(other.from - from) >= length);
  // Of each stretch of `length` positions the best free one is a candidate. What is chosen makes positions of its own
  // stretch and the two beside it unfree.
  const candidates = new Float64Array(Math.ceil((symbols - length + 1) / length));
  for (let stretch = 0; stretch < candidates.length; stretch++)
    candidates[stretch] = bestIn(differing, length, stretch * length, isFree);
  while (chosen.length < max) {
    let best = Infinity;
    for (const candidate of candidates) if (candidate < best) best = candidate;
    if (best === Infinity) break;
    const from = best % symbols;
    chosen.push({ from, likeness: 1 - Math.floor(best / symbols) / (length * count) });
    const own = Math.floor(from / length);
    for (let stretch = Math.max(0, own - 1); stretch <= Math.min(own + 1, candidates.length - 1); stretch++)
      candidates[stretch] = bestIn(differing, length, stretch * length, isFree);
  }
  return { matches: chosen, ordinary: 1 - total / (symbols * count) };
}

/**
 * The best of the `length` positions from `start` on, or of as many as there are; Infinity where none is free. One
 * number is both how much differs in the window that begins there, which counts more, and the position.
 * @param differing (M): bits that differ at each symbol
 */
function bestIn(differing: Uint8Array, length: number, start: number, isFree: (position: number) => boolean): number {
  const symbols = differing.length;
  const end = Math.min(start + length, symbols - length + 1);
  let sum = 0;
  for (let at = start; at < start + length; at++) sum += differing[at];
  let best = Infinity;
  for (let from = start; from < end; from++) {
    const candidate = sum * symbols + from;
    if (candidate < best && isFree(from)) best = candidate;
    sum += differing[from + length] - differing[from];
  }
  return best;
}

/** Bits that are set in a 32-bit word (Warren 2002, "Hacker's Delight", section 5-1). */
function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}

/** The bits of a text whose states are held. */
export function indexStates({ symbols, bytes }: States, plan: BitPlan): BitIndex {
  const { units, thresholds, words } = plan;
  const bits = new Int32Array(symbols * words);
  for (const [bit, unit] of units.entries()) {
    const row = unit * symbols;
    for (let at = 0; at < symbols; at++) {
      if (bytes[row + at] >= thresholds[bit]) bits[at * words + (bit >> 5)] |= 1 << (bit & 31);
    }
  }
  return { plan, symbols, bits };
}

/** Reads a text for its bits alone. Yields the share that is done. @param lineEnd as for `readPieces` */
export function* indexText(
  session: SoloSession,
  ids: ArrayLike<number>,
  lineEnd: number | null,
  plan: BitPlan,
): Generator<number, BitIndex> {
  const { units, thresholds, words } = plan;
  const columns = columnsOf(session);
  const bits = new Int32Array(ids.length * words);
  for (const { from, to } of readPieces(session, ids, lineEnd)) {
    for (const [bit, unit] of units.entries()) {
      const { view, column } = columns[unit];
      for (let t = 0; t < to - from; t++) {
        const byte = stateByte(view, view.numbers[t * view.stride + column]);
        if (byte >= thresholds[bit]) bits[(from + t) * words + (bit >> 5)] |= 1 << (bit & 31);
      }
    }
    yield to / ids.length;
  }
  return { plan, symbols: ids.length, bits };
}

/** By the numbers that `unitNames` gives. */
function columnsOf({ states }: SoloSession): { view: StateView; column: number }[] {
  return states.flatMap((view) => Array.from({ length: view.units }, (_, column) => ({ view, column })));
}
