// English words that stand in tables and are put into the language in use where they are shown.

import * as memoryWords from '../../src-engine/protocol/words/memory.ts';
import * as unitWords from '../../src-renderer/screens/inside/units/unit-words.ts';
import * as choiceWords from '../../src-renderer/text/choice-words.ts';

/** By the files that hold them. */
const tables: Readonly<Record<string, unknown>> = {
  'src-engine/protocol/words/memory.ts': memoryWords,
  'src-renderer/screens/inside/units/unit-words.ts': unitWords,
  'src-renderer/text/choice-words.ts': choiceWords,
};

/** What stands under these names is for machines. */
const forMachines = new Set(['keys']);

export const tableFiles: ReadonlySet<string> = new Set(Object.keys(tables));

export function tableWords(): string[] {
  return wordsIn(Object.values(tables));
}

function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => (forMachines.has(name) ? [] : wordsIn(child)));
}
