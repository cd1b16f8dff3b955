// What a surprise comes to: its mean, the passages that surprise most, and the symbols and words that cost most. Losses
// come in nats and are told in bits.

import type { Surprise } from '../../src-engine/protocol/index.ts';
import { toBits } from './format.ts';

export interface Cost {
  /** A symbol or a word. */
  readonly what: string;
  readonly times: number;
  /** Bits each time, on average. */
  readonly bits: number;
  /** Of all bits of the text. */
  readonly share: number;
}

export interface WorstPassage {
  /** In symbols. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Bits a character, on average. */
  readonly bits: number;
}

export interface SurpriseFigures {
  /** Characters that were predicted. */
  readonly predicted: number;
  /** Bits a character. */
  readonly mean: number;
  readonly passages: readonly WorstPassage[];
  readonly symbols: readonly Cost[];
  readonly words: readonly Cost[];
}

const passageLength = 40;
const maxPassages = 5;
const maxCosts = 8;
const ofWord = /^[\p{L}\p{N}\p{M}'’]/u;

export function surpriseFigures({ text, lengths, nats }: Pick<Surprise, 'text' | 'lengths' | 'nats'>): SurpriseFigures {
  const symbols = new Costs();
  const words = new Costs();
  let predicted = 0;
  let total = 0;
  let position = 0;
  let word = { text: '', bits: 0 };
  const endWord = (): void => {
    if (word.text !== '') words.add(word.text, word.bits);
    word = { text: '', bits: 0 };
  };
  for (const [index, loss] of nats.entries()) {
    const length = lengths[index] ?? 1;
    const symbol = text.slice(position, position + length);
    position += length;
    const bits = Number.isNaN(loss) ? null : toBits(loss);
    if (ofWord.test(symbol)) word = { text: word.text + symbol, bits: word.bits + (bits ?? 0) };
    else endWord();
    if (bits === null) continue;
    predicted += 1;
    total += bits;
    symbols.add(symbol, bits);
  }
  endWord();
  return {
    predicted,
    mean: predicted === 0 ? 0 : total / predicted,
    passages: worstPassages(text, lengths, nats),
    symbols: symbols.costliest(total),
    words: words.costliest(total),
  };
}

class Costs {
  readonly #sums = new Map<string, { times: number; bits: number }>();

  add(what: string, bits: number): void {
    const known = this.#sums.get(what);
    if (known) {
      known.times += 1;
      known.bits += bits;
    } else this.#sums.set(what, { times: 1, bits });
  }

  /** Those that cost most together. */
  costliest(total: number): Cost[] {
    const sums = [...this.#sums].sort(([, one], [, other]) => other.bits - one.bits);
    return sums
      .slice(0, maxCosts)
      .map(([what, { times, bits }]) => ({ what, times, bits: bits / times, share: total === 0 ? 0 : bits / total }));
  }
}

/** Stretches of a fixed length with the largest mean, none overlapping another. */
function worstPassages(text: string, lengths: Uint8Array, nats: Float32Array): WorstPassage[] {
  const size = Math.min(passageLength, nats.length);
  const candidates: { from: number; sum: number }[] = [];
  let sum = 0;
  let best = { from: -1, sum: -1 };
  // What was not predicted costs nothing.
  const lossAt = (position: number): number => nats[position] || 0;
  for (let at = 0; at < nats.length; at++) {
    sum += lossAt(at);
    if (at >= size) sum -= lossAt(at - size);
    const from = at - size + 1;
    if (from < 0) continue;
    if (sum > best.sum) best = { from, sum };
    if (from % size < size - 1 && at < nats.length - 1) continue;
    candidates.push(best);
    best = { from: -1, sum: -1 };
  }
  candidates.sort((one, other) => other.sum - one.sum);
  const chosen: { from: number; sum: number }[] = [];
  for (const candidate of candidates) {
    if (chosen.length === maxPassages) break;
    if (chosen.every(({ from }) => Math.abs(from - candidate.from) >= size)) chosen.push(candidate);
  }
  const starts = startsOf(lengths);
  return chosen.map(({ from, sum: bits }) => ({
    from,
    to: from + size,
    text: text.slice(starts[from], starts[from + size]),
    bits: toBits(bits) / size,
  }));
}

/** Where each symbol begins, in UTF-16 units, and the last one ends. */
export function startsOf(lengths: Uint8Array): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  let position = 0;
  for (const [index, length] of lengths.entries()) starts[index + 1] = position += length;
  return starts;
}
