// The family tree of texts, as rows that are walked with the arrow keys.

import { describe, expect, it } from 'vitest';
import type { Relative, SampleId } from '../../src-engine/protocol/index.ts';
import { rowsOf, walk } from '../../src-renderer/screens/generate/family/family.ts';
import type { Direction } from '../../src-renderer/screens/generate/family/family.ts';

function relative(id: number, parent?: number, at = 0, words = 'xyz'): Relative {
  return {
    id: id as SampleId,
    parent: parent === undefined ? null : { sample: parent as SampleId, at },
    words,
    name: null,
    starred: false,
    createdAt: id,
  };
}

//  1 ─┬─ (at 5) 4 ── (at 2) 5
//     └─ (at 9) 2 ─┬─ (at 1) 3
//                  └─ (at 1) 6
const family = [
  relative(1),
  relative(2, 1, 9, '😀b'),
  relative(3, 2, 1),
  relative(4, 1, 5),
  relative(5, 4, 2),
  relative(6, 2, 1),
];
const rows = rowsOf(family);

describe('rows of a family', () => {
  it('stand below what they branched off, by their place in it', () => {
    expect(rows.map(({ id, depth, below }) => [id, depth, below])).toEqual([
      [1, 0, 5],
      [4, 1, 1],
      [5, 2, 0],
      [2, 1, 2],
      [3, 2, 0],
      [6, 2, 0],
    ]);
  });

  it('tell their place in the whole text, whatever they branched off', () => {
    // 2 begins at 9 with a symbol of two units; 3 branches one unit after that.
    expect(rows.map(({ id, position }) => [id, position])).toEqual([
      [1, 0],
      [4, 5],
      [5, 5 + 1 + 2],
      [2, 9],
      [3, 9 + 2 + 1],
      [6, 9 + 2 + 1],
    ]);
  });

  it('are none where there is no family, and take any depth', () => {
    expect(rowsOf([])).toEqual([]);
    const deep = Array.from({ length: 5_000 }, (_, index) => relative(index + 1, index === 0 ? undefined : index, 1));
    expect(rowsOf(deep).at(-1)).toMatchObject({ id: 5_000, depth: 4_999 });
  });
});

describe('walking', () => {
  const from = (id: number, direction: Direction): number => walk(rows, id as SampleId, direction);

  it('goes row by row, out to the parent and in to the first branch', () => {
    expect([from(5, 'up'), from(5, 'down'), from(5, 'out'), from(2, 'in')]).toEqual([4, 2, 4, 3]);
    expect([from(3, 'first'), from(3, 'last')]).toEqual([1, 6]);
  });

  it('stays where there is nothing', () => {
    expect([from(1, 'up'), from(6, 'down'), from(1, 'out'), from(6, 'in'), from(99, 'down')]).toEqual([1, 6, 1, 6, 1]);
  });
});
