// What the user should know of a reading, in sentences.

import { shortened, shortenedPath } from '../quoting.ts';
import type { ThousandsGap } from '../corpus/cleaning/numbers.ts';
import type { SymbolTable } from '../corpus/symbols.ts';
import type { ReadingFacts } from '../corpus/reading.ts';
import type { Preparation, PreviewedFile, RareSymbols } from '../protocol/index.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import type { Sentence, SentenceValue } from '../protocol/text/sentences.ts';

const maxNamedFiles = 10;
/** Characters. */
const maxListLength = 200;

export function notesOf(
  files: readonly PreviewedFile[],
  facts: ReadingFacts,
  table: SymbolTable,
  { rare }: Preparation,
): readonly Sentence[] {
  return [
    ...leftOutNotes(files),
    ...replacedNotes(files, facts),
    ...recordNotes(facts),
    ...numberNotes(facts),
    ...controlNotes(facts, table),
    ...rareNotes(table, rare),
  ];
}

function leftOutNotes(files: readonly PreviewedFile[]): Sentence[] {
  const left = files.filter(({ encoding }) => encoding === '');
  const named: string[] = [];
  for (const name of left.map((file) => shortenedPath(file.name))) {
    if (named.length === maxNamedFiles || [...named, name].join(', ').length > maxListLength) break;
    named.push(name);
  }
  if (left.length === 0) return [];
  const names = named.join(', ');
  const more = left.length - named.length;
  return [
    more > 0
      ? sentence`Left out, as they are no texts that can be read: ${names} and ${amount(more)} more.`
      : sentence`Left out, as they are no texts that can be read: ${names}.`,
  ];
}

function replacedNotes(files: readonly PreviewedFile[], facts: ReadingFacts): Sentence[] {
  return [...facts.replaced].map(([title, characters]) =>
    replacedNote(title, characters, encodingNameOf(files, title)),
  );
}

function encodingNameOf(files: readonly PreviewedFile[], title: string): SentenceValue {
  return files.find(({ name }) => name === title)?.encodingName ?? sentence`the chosen encoding`;
}

export function replacedNote(title: string, characters: number, encoding: SentenceValue): Sentence {
  const file = shortenedPath(title);
  return characters === 1
    ? sentence`In ${file}, 1 place is not valid ${encoding} and is read as �.`
    : sentence`In ${file}, ${amount(characters)} places are not valid ${encoding} and are read as �.`;
}

function recordNotes({ memory: { leftOutRecords } }: ReadingFacts): Sentence[] {
  const { withoutField, noObjects } = leftOutRecords;
  if (withoutField + noObjects === 0) return [];
  const records = sentence`${amount(withoutField, 'record')} without the chosen field`;
  const lines = amount(noObjects, 'line that is no JSON object', 'lines that are no JSON objects');
  const kinds = noObjects === 0 ? records : withoutField === 0 ? lines : sentence`${records} and ${lines}`;
  return [withoutField + noObjects === 1 ? sentence`${kinds} was left out.` : sentence`${kinds} were left out.`];
}

const gapNotes: Readonly<Record<ThousandsGap, Sentence>> = {
  spaces: sentence`Spaces were read as marks of thousands.`,
  apostrophes: sentence`Apostrophes were read as marks of thousands.`,
};

function numberNotes({ memory: { numbers } }: ReadingFacts): Sentence[] {
  const { bins, commas, gaps } = numbers;
  if (bins === null) return [];
  const commaNote = {
    decimal: sentence`A comma was read as the decimal mark.`,
    thousands: sentence`Commas were read as marks of thousands.`,
  };
  return [
    sentence`The numbers were cut into ${amount(bins.medians.length, 'bin')} of about as many numbers each. A bin is a symbol, and stands for the median of its numbers.`,
    ...(commas === null ? [] : [commaNote[commas]]),
    ...gaps.map((gap) => gapNotes[gap]),
    ...linesWithoutNumber(numbers),
  ];
}

function linesWithoutNumber({ empty, unreadable, firstUnreadable }: ReadingFacts['memory']['numbers']): Sentence[] {
  if (empty + unreadable === 0) return [];
  const emptyLines = amount(empty, 'empty line');
  const others = amount(unreadable, 'line that holds no number', 'lines that hold no number');
  const named = sentence`${others} (the first: "${shortened(firstUnreadable)}")`;
  const left = unreadable === 0 ? emptyLines : empty === 0 ? named : sentence`${emptyLines} and ${named}`;
  return [
    empty + unreadable === 1
      ? sentence`${left} was left out, so the numbers around it stand side by side.`
      : sentence`${left} were left out, so the numbers around them stand side by side.`,
  ];
}

interface ControlsFound {
  readonly nul: number;
  readonly others: number;
}

function controlNotes({ memory: { droppedControls } }: ReadingFacts, table: SymbolTable): Sentence[] {
  const left = { nul: 0, others: 0 };
  for (const [id, symbol] of table.symbols.entries()) {
    if (symbol === '\0') left.nul += table.counts[id] ?? 0;
    else if (/^(?![\n\t])\p{Cc}$/u.test(symbol)) left.others += table.counts[id] ?? 0;
  }
  return [
    ...(isAny(left) ? [sentence`The text has ${controlsIn(left)}. Cleaning can drop them.`] : []),
    ...(isAny(droppedControls) ? [sentence`Cleaning has dropped ${controlsIn(droppedControls)}.`] : []),
  ];
}

function isAny({ nul, others }: ControlsFound): boolean {
  return nul + others > 0;
}

function controlsIn({ nul, others }: ControlsFound): SentenceValue {
  if (nul === 0) return amount(others, 'control character');
  const nuls = amount(nul, 'NUL character');
  return others === 0 ? nuls : sentence`${nuls} and ${amount(others, 'other control character')}`;
}

function rareNotes({ isChanged, rareSymbols, rareCharacters }: SymbolTable, { treatment }: RareSymbols): Sentence[] {
  if (!isChanged) return [];
  const rare = sentence`${amount(rareSymbols, 'rare symbol')} (${amount(rareCharacters, 'character')} of the text)`;
  const isOne = rareSymbols === 1;
  switch (treatment) {
    case 'keep':
      return [];
    case 'drop':
      return [isOne ? sentence`${rare} was dropped.` : sentence`${rare} were dropped.`];
    case 'replace':
      return [isOne ? sentence`${rare} was replaced by �.` : sentence`${rare} were replaced by �.`];
  }
}
