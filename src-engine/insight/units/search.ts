// Which units follow a rule. On the first part of a text each unit gets the threshold, and the side of it, that has the
// best F1; on the rest, which had no say in that, F1 and correlation are measured. So many units are tried that some
// fit by chance: the model reads the same symbols shuffled as well, and the units' F1 against the rule of the text in
// order shows what chance alone finds.

import { CharloomError } from '../../errors.ts';
import type { UnitFinding, UnitSearch } from '../../protocol/index.ts';
import { amount, sentence } from '../../protocol/text/sentences.ts';
import { levels, valueOf } from './quantized.ts';
import type { Target } from './rules.ts';
import { rowOf } from './states.ts';
import type { States, SymbolStretch } from './states.ts';

export interface SearchParts {
  /** Where the threshold is chosen. */
  readonly fit: SymbolStretch;
  /** Where it is measured. */
  readonly measure: SymbolStretch;
}

/** Symbols of a text in which anything can be searched for, and lines where it is looked for at their ends. */
const minCharacters = 200;
const minLines = 40;

/**
 * A find is so much of the way from the best that chance does to an F1 of 1: another shuffled text does a little better
 * by chance.
 */
const clearly = 0.05;

/** Findings that are told at most. */
const maxTold = 200;

/** The first half of a text chooses, the second measures. */
export function halves(symbols: number): SearchParts {
  const half = Math.floor(symbols / 2);
  return { fit: { from: 0, to: half }, measure: { from: half, to: symbols } };
}

/** @throws CharloomError 'corpus-too-small' where that is too little to search in */
export function checkSize(symbols: number, isOfLines: boolean): void {
  if (symbols >= (isOfLines ? minLines : minCharacters)) return;
  throw new CharloomError(
    'corpus-too-small',
    isOfLines
      ? sentence`There are ${amount(symbols, 'line')} whose labels are known; at least ${minLines} are needed. Read a file with more.`
      : sentence`The text has ${amount(symbols, 'character')} that the model knows; at least ${minCharacters} are needed. Take a longer one.`,
  );
}

/** @throws CharloomError 'bad-request' where nothing can be chosen or measured */
export function checkTarget({ holds }: Target, { fit, measure }: SearchParts): void {
  for (const stretch of [fit, measure]) {
    const yes = countOf(holds, stretch);
    if (yes > 0 && yes < stretch.to - stretch.from) continue;
    const all = { from: 0, to: holds.length };
    const isWhole = countOf(holds, all) === (yes === 0 ? 0 : holds.length);
    const where = isWhole ? sentence`in the text` : sentence`in one half of the text`;
    throw new CharloomError(
      'bad-request',
      yes === 0
        ? sentence`What is to be followed stands nowhere ${where}, so nothing can be measured. Choose something else, or another text.`
        : sentence`What is to be followed stands everywhere ${where}, so nothing can be measured. Choose something else, or another text.`,
    );
  }
}

/** Yields after every piece of work. @param shuffled states along the same symbols shuffled */
export function* searchUnits(
  states: Omit<States, 'answers'>,
  shuffled: Omit<States, 'answers'>,
  target: Target,
  parts: SearchParts,
): Generator<void, UnitSearch> {
  const { holds } = target;
  const { measure, fit } = parts;
  const yes = countOf(holds, measure);
  const measuredOn = measure.to - measure.from;
  const guess = (2 * yes) / (yes + measuredOn);
  const chance = new Float64Array(states.names.length);
  const measured: Omit<UnitFinding, 'chance'>[] = [];
  for (const [unit, name] of states.names.entries()) {
    chance[unit] = measureUnit(rowOf(shuffled, unit), target, parts).f1;
    const row = rowOf(states, unit);
    const { isAbove, threshold, f1 } = measureUnit(row, target, parts);
    const correlation = correlationOf(row, target, measure);
    measured.push({ ...name, isAbove, threshold: valueOf(threshold - 0.5), f1, correlation });
    yield;
  }
  chance.sort();
  const best = Math.max(guess, chance[chance.length - 1]);
  const bar = best + clearly * (1 - best);
  const findings = measured.map((unit) => ({ ...unit, chance: 1 - countBelow(chance, unit.f1) / chance.length }));
  findings.sort((one, other) => other.f1 - one.f1 || Math.abs(other.correlation) - Math.abs(one.correlation));
  return {
    findings: findings.slice(0, maxTold),
    units: findings.length,
    found: findings.filter(({ f1 }) => f1 > bar).length,
    measuredOn,
    share: yes / measuredOn,
    guess,
    isHeldOut: fit.to <= measure.from,
  };
}

interface Measured {
  readonly isAbove: boolean;
  /** The first byte that counts as above. */
  readonly threshold: number;
  readonly f1: number;
}

function measureUnit(row: Uint8Array, { holds }: Target, { fit, measure }: SearchParts): Measured {
  const { isAbove, threshold } = chooseThreshold(histogram(row, holds, fit));
  const counts = histogram(row, holds, measure);
  let found = 0;
  let right = 0;
  let wanted = 0;
  for (let byte = 0; byte < levels; byte++) {
    const yes = counts[levels + byte];
    wanted += yes;
    if (byte >= threshold !== isAbove) continue;
    found += counts[byte] + yes;
    right += yes;
  }
  return { isAbove, threshold, f1: f1Of(right, found, wanted) };
}

/** (2, levels): symbols with each byte where the rule does not hold, then where it does. */
function histogram(row: Uint8Array, holds: Uint8Array, { from, to }: SymbolStretch): Uint32Array {
  const counts = new Uint32Array(2 * levels);
  for (let at = from; at < to; at++) counts[holds[at] * levels + row[at]] += 1;
  return counts;
}

/** The one with the best F1; of equals the first. */
function chooseThreshold(counts: Uint32Array): Omit<Measured, 'f1'> {
  let all = 0;
  let wanted = 0;
  for (let byte = 0; byte < levels; byte++) {
    all += counts[byte] + counts[levels + byte];
    wanted += counts[levels + byte];
  }
  let best = { isAbove: true, threshold: 0 };
  let bestF1 = f1Of(wanted, all, wanted);
  let below = 0;
  let rightBelow = 0;
  for (let threshold = 1; threshold < levels; threshold++) {
    below += counts[threshold - 1] + counts[levels + threshold - 1];
    rightBelow += counts[levels + threshold - 1];
    const above = f1Of(wanted - rightBelow, all - below, wanted);
    const under = f1Of(rightBelow, below, wanted);
    if (Math.max(above, under) <= bestF1) continue;
    bestF1 = Math.max(above, under);
    best = { isAbove: above >= under, threshold };
  }
  return best;
}

/** Harmonic mean of precision and recall; 0 where nothing is found. */
function f1Of(right: number, found: number, wanted: number): number {
  return found + wanted === 0 ? 0 : (2 * right) / (found + wanted);
}

/** Pearson's, of the unit's bytes and the rule; 0 where one of them does not change. */
function correlationOf(row: Uint8Array, { holds, numbers }: Target, { from, to }: SymbolStretch): number {
  const wanted = numbers ?? holds;
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (let at = from; at < to; at++) {
    const value = row[at];
    const number = wanted[at];
    x += value;
    y += number;
    xx += value * value;
    yy += number * number;
    xy += value * number;
  }
  const count = to - from;
  const spread = (count * xx - x * x) * (count * yy - y * y);
  return spread > 0 ? (count * xy - x * y) / Math.sqrt(spread) : 0;
}

function countOf(holds: Uint8Array, { from, to }: SymbolStretch): number {
  let count = 0;
  for (let at = from; at < to; at++) count += holds[at];
  return count;
}

/** How many of the sorted values are below one. */
function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
