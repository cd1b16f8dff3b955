// What a reader of files knows of a cleaning without the cleaners, which are loaded where there is something to clean.

import { cleaningKinds } from '../../protocol/choices.ts';
import type { CleaningStep } from '../../protocol/index.ts';
import { HashSet } from '../hash-set.ts';
import type { ControlCounts } from './characters.ts';
import type { LeftOutRecords } from './cleaner.ts';
import { newNumberFacts } from './numbers.ts';
import type { NumberFacts } from './numbers.ts';

/** The steps in the order in which they are done. */
export function inOrder(steps: readonly CleaningStep[]): readonly CleaningStep[] {
  return steps.toSorted((one, other) => cleaningKinds.indexOf(one.kind) - cleaningKinds.indexOf(other.kind));
}

/** What the cleaners of a corpus's files share. */
export interface CleaningMemory {
  /** Of the lines that came before. */
  readonly lines: HashSet;
  readonly droppedControls: ControlCounts;
  readonly leftOutRecords: LeftOutRecords;
  readonly numbers: NumberFacts;
}

export function newCleaningMemory(lines = new HashSet()): CleaningMemory {
  return {
    lines,
    droppedControls: { nul: 0, others: 0 },
    leftOutRecords: { withoutField: 0, noObjects: 0 },
    numbers: newNumberFacts(),
  };
}
