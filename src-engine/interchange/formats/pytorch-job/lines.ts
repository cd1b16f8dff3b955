// The lines of a labelled text as train.py reads them: of each where its text begins and ends in the ids, and its
// label, three uint32 a line, those that are trained on first. They follow from the text, so that a table that was
// changed shows.

import { readLines } from '../../parts/labelled-lines.ts';
import type { ToldLines } from '../../parts/labelled-lines.ts';

export interface LineTable {
  /** (L, 3) */
  readonly bytes: Uint8Array;
  /** What the settings say of it. */
  readonly counts: { readonly count: number; readonly trained: number };
}

const columns = 3;

/** @throws CharloomError 'model-invalid' where the text has other lines than the run has read */
export function lineTable(told: ToldLines): LineTable {
  const { lines, kept, trained } = readLines(told);
  const bytes = new Uint8Array(kept.length * columns * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, line] of kept.entries()) {
    const row = [lines.starts[line], lines.ends[line], lines.labelOf[line]];
    row.forEach((number, column) => view.setUint32((index * columns + column) * 4, number, true));
  }
  return { bytes, counts: { count: kept.length, trained } };
}
