// A family of texts as rows of a tree: each branch below what it branched off, those from further up the text first.

import type { Relative, SampleId } from '../../../../src-engine/protocol/index.ts';

export interface FamilyRow extends Relative {
  /** 0: the first text. */
  readonly depth: number;
  /** Where it branched off, in UTF-16 units from the beginning of the first text, whatever it branched off. */
  readonly position: number;
  /** Texts that branched off it, and off those. */
  readonly below: number;
}

export type Direction = 'up' | 'down' | 'out' | 'in' | 'first' | 'last';

/** Depth first. */
export function rowsOf(family: readonly Relative[]): FamilyRow[] {
  const children = new Map<SampleId | null, Relative[]>();
  for (const relative of family) {
    const parent = relative.parent?.sample ?? null;
    const siblings = children.get(parent);
    if (siblings) siblings.push(relative);
    else children.set(parent, [relative]);
  }
  for (const siblings of children.values()) {
    siblings.sort((one, other) => (one.parent?.at ?? 0) - (other.parent?.at ?? 0) || one.id - other.id);
  }
  const rows: FamilyRow[] = [];
  // Not by recursion: who branches off the newest text again and again makes a deep tree.
  const waiting = (children.get(null) ?? [])
    .map((relative) => ({ relative, depth: 0, position: 0, start: 0 }))
    .reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { relative, depth, position, start } = next;
    rows.push({ ...relative, depth, position, below: 0 });
    for (const child of (children.get(relative.id) ?? []).toReversed()) {
      const at = start + (child.parent?.at ?? 0);
      // Its own text begins after the symbol that was chosen.
      waiting.push({ relative: child, depth: depth + 1, position: at, start: at + ([...child.words][0]?.length ?? 0) });
    }
  }
  return rows.map((row, at) => ({ ...row, below: endOf(rows, at) - at - 1 }));
}

/** The row after all that is below a row. */
function endOf(rows: readonly FamilyRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  const end = rows.findIndex((row, index) => index > at && row.depth <= depth);
  return end < 0 ? rows.length : end;
}

/** Where a step in the tree leads; the same row where there is nothing. */
export function walk(rows: readonly FamilyRow[], from: SampleId, direction: Direction): SampleId {
  const at = rows.findIndex(({ id }) => id === from);
  const row = rows[at];
  if (!row) return rows[0]?.id ?? from;
  switch (direction) {
    case 'up':
      return rows[Math.max(0, at - 1)]?.id ?? from;
    case 'down':
      return rows[Math.min(rows.length - 1, at + 1)]?.id ?? from;
    case 'out':
      return row.parent?.sample ?? from;
    case 'in':
      return row.below > 0 ? (rows[at + 1]?.id ?? from) : from;
    case 'first':
      return rows[0]?.id ?? from;
    case 'last':
      return rows.at(-1)?.id ?? from;
  }
}
