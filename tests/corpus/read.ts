// Reads sources as an import does, without a library.

import { gather } from '../../src-engine/corpus/gathering.ts';
import type { OpenedSource } from '../../src-engine/corpus/gathering.ts';
import { checkCharacters, countText, encodeText } from '../../src-engine/importing/texts.ts';
import { notesOf } from '../../src-engine/importing/notes.ts';
import { titleOf } from '../../src-engine/importing/preview.ts';
import type { Preparation } from '../../src-engine/protocol/index.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { defaultPreparation } from '../../src-engine/settings/defaults.ts';

export interface Reading {
  readonly text: string;
  readonly symbols: readonly string[];
  readonly counts: readonly number[];
  readonly characters: number;
  readonly hash: string;
  readonly recipe: string;
  readonly width: number;
  readonly encoding: string;
  readonly notes: readonly string[];
  readonly leftOut: readonly string[];
}

export async function readSource(source: OpenedSource, change: Partial<Preparation> = {}): Promise<Reading> {
  const preparation = { ...defaultPreparation, ...change };
  const gathered = await gather(source, preparation, { mode: 'strict', isWhole: true });
  const counted = await countText(gathered, preparation, {});
  const { table } = counted;
  checkCharacters(titleOf(source, gathered), table, preparation);
  const parts: string[] = [];
  const hash = await encodeText(gathered, preparation, counted, {
    onBlock: (ids) => parts.push(Array.from(ids, (id) => table.symbols[id]).join('')),
  });
  return {
    text: parts.join(''),
    symbols: table.symbols,
    counts: table.counts,
    characters: table.characters,
    hash,
    recipe: gathered.recipe,
    width: table.width,
    encoding: gathered.encoding,
    notes: notesOf(gathered.files, counted.facts, table, preparation).map(inEnglish),
    leftOut: gathered.files.filter(({ encoding }) => encoding === '').map(({ name }) => name),
  };
}

export function readPasted(text: string, change: Partial<Preparation> = {}): Promise<Reading> {
  return readSource({ kind: 'text', title: 'Text', text }, change);
}
