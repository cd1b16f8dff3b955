// What has changed between two short texts, word by word: a longest common subsequence of words, spaces and signs. Its
// table has a cell for each pair of words, so it is for a page or two, not for books.

import { isHigh } from './symbols.ts';

export interface Stretch {
  readonly text: string;
  readonly changed: boolean;
}

export interface Difference {
  readonly before: readonly Stretch[];
  readonly after: readonly Stretch[];
}

/** Words of any script, as the platform divides them; each space and sign stands alone. */
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

export function difference(before: string, after: string): Difference {
  const old = split(before);
  const fresh = split(after);
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (
    end < old.length - start &&
    end < fresh.length - start &&
    old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
  ) {
    end += 1;
  }
  const oldKept = new Array<boolean>(old.length).fill(true);
  const freshKept = new Array<boolean>(fresh.length).fill(true);
  oldKept.fill(false, start, old.length - end);
  freshKept.fill(false, start, fresh.length - end);
  for (const [at, to] of common(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end))) {
    oldKept[start + at] = true;
    freshKept[start + to] = true;
  }
  return { before: stretches(old, oldKept), after: stretches(fresh, freshKept) };
}

function split(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment);
}

/** Pairs of positions of a longest common subsequence, ascending. */
function common(one: readonly string[], other: readonly string[]): [number, number][] {
  const width = other.length + 1;
  // longest[i, j]: length for what follows position i of the one and position j of the other
  const longest = new Uint16Array((one.length + 1) * width);
  const length = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        one[i] === other[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    if (one[i] === other[j]) pairs.push([i++, j++]);
    else if (length(i + 1, j) >= length(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Neighbours of one kind become one stretch. */
function stretches(parts: readonly string[], kept: readonly boolean[]): Stretch[] {
  const list: { text: string; changed: boolean }[] = [];
  parts.forEach((text, index) => {
    const changed = kept[index] === false;
    const last = list.at(-1);
    if (last?.changed === changed) last.text += text;
    else list.push({ text, changed });
  });
  return list;
}

/** UTF-16 units that two texts have in common at their beginning; none is half of a character. */
export function commonStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
  return at > 0 && isHigh(one.charCodeAt(at - 1)) ? at - 1 : at;
}
