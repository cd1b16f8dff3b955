// Which lines are trained on and which are held out. Lines that say the same stay together: those whose letters are the
// same, whatever their case, digits, spaces and marks. So nothing that is held out has been read in training. Each
// label gives its share. Which lines those are is drawn by a hash of the text, so all runs on a text hold out the same
// ones, wherever they stand in it.

import type { LabelledLines } from './labels.ts';
import type { Shares } from './split.ts';
import type { Ids } from './symbols.ts';

/** Lines of each part, label by label, in the order in which they are drawn. */
export interface LineSplit {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

export function splitLines(
  ids: Ids,
  symbols: readonly string[],
  lines: LabelledLines,
  { validation, test }: Shares,
): LineSplit {
  const split = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  for (const own of groupsOf(ids, symbols, lines)) {
    const size = own.reduce((sum, group) => sum + group.length, 0);
    let testLeft = Math.round(size * test);
    let validationLeft = Math.round(size * validation);
    for (const group of own) {
      if (group.length <= testLeft) {
        split.test.push(...group);
        testLeft -= group.length;
      } else if (group.length <= validationLeft) {
        split.validation.push(...group);
        validationLeft -= group.length;
      } else split.train.push(...group);
    }
  }
  return split;
}

/** By label of their first line, the lines that say the same, in the order of their hashes. */
function groupsOf(ids: Ids, symbols: readonly string[], lines: LabelledLines): readonly (readonly number[])[][] {
  const letters = symbols.map(lettersOf);
  const byKey = new Map<number, number[]>();
  for (let line = 0; line < lines.labelOf.length; line++) {
    const key = keyOf(ids.subarray(lines.starts[line], lines.ends[line]), letters);
    const group = byKey.get(key);
    if (group) group.push(line);
    else byKey.set(key, [line]);
  }
  const groups: number[][][] = lines.labels.map(() => []);
  for (const key of [...byKey.keys()].sort((one, other) => one - other)) {
    const group = byKey.get(key) as number[];
    groups[lines.labelOf[group[0]]].push(group);
  }
  return groups;
}

/** What a symbol counts for when lines are compared; empty where it is no letter. */
function lettersOf(symbol: string): Uint16Array {
  const plain = symbol.normalize('NFKD').toLowerCase().replaceAll(/\P{L}/gu, '');
  return Uint16Array.from({ length: plain.length }, (_, index) => plain.charCodeAt(index));
}

/** Which of `all` lines of a part is the next of `taken` that are read: from everywhere, as labels stand together. */
export function spreadLine(index: number, taken: number, all: number): number {
  return Math.floor((index * all) / taken);
}

/** At most `max` of the lines of a part, in their order. */
export function spreadLines<Line>(lines: readonly Line[], max: number): readonly Line[] {
  const taken = Math.min(lines.length, max);
  return Array.from({ length: taken }, (_, index) => lines[spreadLine(index, taken, lines.length)]);
}

/** 53 bits of two FNV-1a hashes of the letters; of a line without letters, of its ids. */
function keyOf(ids: Ids, letters: readonly Uint16Array[]): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  let count = 0;
  const add = (value: number) => {
    low = Math.imul(low ^ value, 0x01000193);
    high = Math.imul(high ^ value, 0x01000193) + 1;
    count++;
  };
  for (const id of ids) for (const letter of letters[id]) add(letter);
  if (count === 0) for (const id of ids) add(0x10000 + id);
  return (mixed(high) >>> 11) * 2 ** 32 + mixed(low);
}

/** The finaliser of MurmurHash3 (Appleby): short texts are spread as widely as long ones. */
function mixed(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
