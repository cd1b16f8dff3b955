// What the user should know of a reading, in sentences.

import { quoted, shortenedPath } from '../quoting.ts';
import { count, counted } from '../counting.ts';
import type { SymbolTable } from '../corpus/symbols.ts';
import type { ReadingFacts } from '../corpus/reading.ts';
import type { Preparation, PreviewedFile, RareSymbols } from '../protocol/index.ts';

const maxNamedFiles = 10;
/** Characters. */
const maxListLength = 200;

export function notesOf(
  files: readonly PreviewedFile[],
  facts: ReadingFacts,
  table: SymbolTable,
  { rare }: Preparation,
): readonly string[] {
  return [
    ...leftOutNotes(files),
    ...replacedNotes(files, facts),
    ...recordNotes(facts),
    ...numberNotes(facts),
    ...controlNotes(facts, table),
    ...rareNotes(table, rare),
  ];
}

function leftOutNotes(files: readonly PreviewedFile[]): string[] {
  const left = files.filter(({ encoding }) => encoding === '');
  const named: string[] = [];
  for (const name of left.map((file) => shortenedPath(file.name))) {
    if (named.length === maxNamedFiles || [...named, name].join(', ').length > maxListLength) break;
    named.push(name);
  }
  if (left.length === 0) return [];
  const more = left.length > named.length ? ` and ${count(left.length - named.length)} more` : '';
  return [`Left out, as they are no texts that can be read: ${named.join(', ')}${more}.`];
}

function replacedNotes(files: readonly PreviewedFile[], facts: ReadingFacts): string[] {
  return [...facts.replaced].map(([title, characters]) =>
    replacedNote(title, characters, encodingNameOf(files, title)),
  );
}

function encodingNameOf(files: readonly PreviewedFile[], title: string): string {
  return files.find(({ name }) => name === title)?.encodingName ?? 'the chosen encoding';
}

export function replacedNote(title: string, characters: number, encoding: string): string {
  return characters === 1
    ? `In ${shortenedPath(title)}, 1 place is not valid ${encoding} and is read as \ufffd.`
    : `In ${shortenedPath(title)}, ${count(characters)} places are not valid ${encoding} and are read as \ufffd.`;
}

function recordNotes({ memory: { leftOutRecords } }: ReadingFacts): string[] {
  const { withoutField, noObjects } = leftOutRecords;
  const kinds = [
    withoutField > 0 ? `${counted(withoutField, 'record')} without the chosen field` : '',
    noObjects > 0 ? counted(noObjects, 'line that is no JSON object', 'lines that are no JSON objects') : '',
  ].filter((kind) => kind !== '');
  if (kinds.length === 0) return [];
  const sentence = `${kinds.join(' and ')} ${withoutField + noObjects === 1 ? 'was' : 'were'} left out.`;
  return [sentence];
}

function numberNotes({ memory: { numbers } }: ReadingFacts): string[] {
  const { bins, empty, unreadable, firstUnreadable, commas } = numbers;
  if (bins === null) return [];
  const left = [
    empty > 0 ? counted(empty, 'empty line') : '',
    unreadable > 0 ? `${counted(unreadable, 'line that holds', 'lines that hold')} no number` : '',
  ].filter((kind) => kind !== '');
  const first = unreadable > 0 ? ` (the first: ${quoted(firstUnreadable)})` : '';
  const commaNote = {
    decimal: 'A comma was read as the decimal mark.',
    thousands: 'Commas were read as marks of thousands.',
  };
  return [
    `The numbers were cut into ${counted(bins.medians.length, 'bin')} of about as many numbers each. A bin is a symbol, and stands for the median of its numbers.`,
    ...(commas === null ? [] : [commaNote[commas]]),
    ...(left.length === 0
      ? []
      : [`${left.join(' and ')}${first} were left out, so the numbers around them stand side by side.`]),
  ];
}

function controlNotes({ memory: { droppedControls } }: ReadingFacts, table: SymbolTable): string[] {
  const left = { nul: 0, others: 0 };
  for (const [id, symbol] of table.symbols.entries()) {
    if (symbol === '\0') left.nul += table.counts[id] ?? 0;
    else if (/^(?![\n\t])\p{Cc}$/u.test(symbol)) left.others += table.counts[id] ?? 0;
  }
  return [
    ...controlNote(left, 'The text has', 'Cleaning can drop them.'),
    ...controlNote(droppedControls, 'Cleaning has dropped', ''),
  ];
}

function controlNote(found: { readonly nul: number; readonly others: number }, begin: string, end: string): string[] {
  const kinds = [
    found.nul > 0 ? counted(found.nul, 'NUL character') : '',
    found.others > 0 ? counted(found.others, found.nul > 0 ? 'other control character' : 'control character') : '',
  ].filter((kind) => kind !== '');
  return kinds.length === 0 ? [] : [`${begin} ${kinds.join(' and ')}. ${end}`.trimEnd()];
}

function rareNotes({ isChanged, rareSymbols, rareCharacters }: SymbolTable, { treatment }: RareSymbols): string[] {
  if (!isChanged) return [];
  const verb = treatment === 'drop' ? 'dropped' : 'replaced by \ufffd';
  return [
    `${counted(rareSymbols, 'rare symbol')} (${counted(rareCharacters, 'character')} of the text) ${rareSymbols === 1 ? 'was' : 'were'} ${verb}.`,
  ];
}
