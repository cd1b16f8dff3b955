// A gathered text in the two passes that make a corpus of it: counted, and turned into ids.

import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { shortenedPath } from '../quoting.ts';
import type { Gathered } from '../corpus/gathering.ts';
import { newReadingFacts, readText } from '../corpus/reading.ts';
import type { ReadingFacts, ReadingOptions } from '../corpus/reading.ts';
import { IdWriter, makeTable, SymbolCounter, SymbolKeys } from '../corpus/symbols.ts';
import type { Ids, SymbolTable } from '../corpus/symbols.ts';
import { CharloomError } from '../errors.ts';
import type { Preparation } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';

export interface CountedText {
  readonly table: SymbolTable;
  readonly keys: SymbolKeys;
  readonly facts: ReadingFacts;
  /** SHA-256 of the text in UTF-8, before rare symbols are treated. */
  readonly hash: string;
  /** The beginning of the text, before rare symbols are treated. */
  readonly opening: string;
}

/** Characters of a text's beginning that are shown. */
export const openingLength = 2000;
/** UTF-8 bytes that hold so many. */
const openingBytes = 4 * openingLength;

export async function countText(
  { parts }: Gathered,
  preparation: Preparation,
  options: ReadingOptions,
): Promise<CountedText> {
  const facts = newReadingFacts();
  const keys = new SymbolKeys(preparation.unit);
  const counter = new SymbolCounter();
  const hash = createHash('sha256');
  const opening: Uint8Array[] = [];
  let openingSize = 0;
  for await (const piece of readText(parts, preparation, facts, options)) {
    options.signal?.throwIfAborted();
    hash.update(piece);
    counter.push(keys.push(piece), keys.bound);
    if (openingSize < openingBytes) opening.push(piece.slice(0, openingBytes + 4));
    openingSize += piece.length;
    await nextTurn();
  }
  counter.push(keys.end(), keys.bound);
  return {
    table: makeTable(counter.finish(keys), keys.bound, preparation.rare),
    keys,
    facts,
    hash: hash.digest('hex'),
    opening: openingOf(Buffer.concat(opening).toString('utf8')),
  };
}

/** @returns SHA-256 of the text in UTF-8, as it is in the end */
export async function encodeText(
  { parts }: Gathered,
  preparation: Preparation,
  counted: CountedText,
  options: ReadingOptions & { readonly onBlock: (ids: Ids) => void },
): Promise<string> {
  const { table, keys } = counted;
  const hash = table.isChanged ? createHash('sha256') : null;
  let characters = 0;
  const writer = new IdWriter(table, (ids) => {
    characters += ids.length;
    hash?.update(textOf(ids, table.symbols), 'utf8');
    options.onBlock(ids);
  });
  // The first pass leaves its room for lines to the second: for millions of them it is large.
  const { lines } = counted.facts.memory;
  lines.clear();
  const facts = newReadingFacts(lines);
  for await (const piece of readText(parts, preparation, facts, options)) {
    options.signal?.throwIfAborted();
    writer.push(keys.push(piece));
    await nextTurn();
  }
  writer.push(keys.end());
  writer.end();
  // The second pass meets what the first has met; if not, a file was changed behind its own date.
  if (characters !== table.characters || keys.bound > table.ids.length) {
    throw new CharloomError(
      'file-unreadable',
      sentence`The text changed while it was being read. Try again when it is at rest.`,
    );
  }
  return hash?.digest('hex') ?? counted.hash;
}

/** The beginning of a text that is shown. */
export function openingOf(text: string): string {
  return Array.from(text.slice(0, openingLength * 2))
    .slice(0, openingLength)
    .join('')
    .toWellFormed();
}

export function textOf(ids: Ids, symbols: readonly string[]): string {
  let text = '';
  for (const id of ids) text += symbols[id];
  return text;
}

/** @throws CharloomError for a text that nothing can be learned from */
export function checkCharacters(
  title: string,
  { characters, rareCharacters }: SymbolTable,
  { cleaning, rare }: Preparation,
): void {
  if (characters === 0 && rare.treatment === 'drop' && rareCharacters > 0) {
    throw new CharloomError(
      'corpus-empty',
      sentence`All symbols of ${shortenedPath(title)} are rare by the threshold of ${rare.below}, and nothing is left of it. Lower it, or keep rare characters.`,
    );
  }
  if (characters === 0 && cleaning.length > 0) {
    throw new CharloomError(
      'corpus-empty',
      sentence`Cleaning leaves nothing of ${shortenedPath(title)}. Switch a step off, or choose a text with something in it.`,
    );
  }
  if (characters === 0) {
    throw new CharloomError(
      'corpus-empty',
      sentence`${shortenedPath(title)} is empty. Choose a text with something in it.`,
    );
  }
  if (characters === 1) {
    throw new CharloomError(
      'corpus-too-small',
      sentence`${shortenedPath(title)} holds a single character. A model learns which character follows which, so choose a longer text.`,
    );
  }
}
