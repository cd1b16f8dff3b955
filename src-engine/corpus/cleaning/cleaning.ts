// All steps of a cleaning, one after the other, for one file. The order is fixed: what kind of file it is comes first,
// then its characters, then its white space and lines, and last its numbers, which must all be known before the first
// of them is a symbol.

import { unreachable } from '../../errors.ts';
import type { CleaningStep } from '../../protocol/index.ts';
import { controlsCleaner, lowercaser, normalizer } from './characters.ts';
import type { Cleaner } from './cleaner.ts';
import { csvCleaner } from './csv.ts';
import { gutenbergCleaner } from './gutenberg.ts';
import { htmlCleaner } from './html.ts';
import { jsonCleaner } from './json.ts';
import { inOrder } from './memory.ts';
import type { CleaningMemory } from './memory.ts';
import { numbersCleaner } from './numbers.ts';
import { subtitlesCleaner } from './subtitles.ts';
import { uniqueLinesCleaner } from './unique-lines.ts';
import { blankLinesCleaner, spacesCleaner } from './whitespace.ts';

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
