// All steps of a cleaning, one after the other, for one file. The order is fixed: what kind of file it is comes first,
// then its characters, then its white space and lines, and last its numbers, which must all be known before the first
// of them is a symbol.

import { unreachable } from '../../errors.ts';
import { cleaningKinds } from '../../protocol/choices.ts';
import type { CleaningStep } from '../../protocol/index.ts';
import { HashSet } from '../hash-set.ts';
import { controlsCleaner, lowercaser, normalizer } from './characters.ts';
import type { ControlCounts } from './characters.ts';
import type { Cleaner, LeftOutRecords } from './cleaner.ts';
import { csvCleaner } from './csv.ts';
import { gutenbergCleaner } from './gutenberg.ts';
import { htmlCleaner } from './html.ts';
import { jsonCleaner } from './json.ts';
import { newNumberFacts, numbersCleaner } from './numbers.ts';
import type { NumberFacts } from './numbers.ts';
import { subtitlesCleaner } from './subtitles.ts';
import { uniqueLinesCleaner } from './unique-lines.ts';
import { blankLinesCleaner, spacesCleaner } from './whitespace.ts';

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

/** @param title of the file, for messages */
export function createCleaning(steps: readonly CleaningStep[], title: string, memory: CleaningMemory): Cleaner {
  const cleaners = inOrder(steps).map((step) => createCleaner(step, title, memory));
  return {
    push: (piece) => cleaners.reduce((text, cleaner) => (text === '' ? '' : cleaner.push(text)), piece),
    end: () => cleaners.reduce((text, cleaner) => (text === '' ? '' : cleaner.push(text)) + cleaner.end(), ''),
  };
}

function createCleaner(step: CleaningStep, title: string, memory: CleaningMemory): Cleaner {
  switch (step.kind) {
    case 'gutenberg':
      return gutenbergCleaner();
    case 'html':
      return htmlCleaner();
    case 'csv':
      return csvCleaner(step.column, title, memory.leftOutRecords);
    case 'jsonl':
      return jsonCleaner(step.field, title, memory.leftOutRecords);
    case 'subtitles':
      return subtitlesCleaner();
    case 'controls':
      return controlsCleaner(memory.droppedControls);
    case 'nfc':
      return normalizer('NFC');
    case 'nfkc':
      return normalizer('NFKC');
    case 'lowercase':
      return lowercaser();
    case 'spaces':
      return spacesCleaner();
    case 'blank-lines':
      return blankLinesCleaner();
    case 'unique-lines':
      return uniqueLinesCleaner(memory.lines);
    case 'numbers':
      return numbersCleaner(step.bins, title, memory.numbers);
    default:
      return unreachable(step);
  }
}
