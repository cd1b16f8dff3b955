// The texts that models read to be looked into, as strings: given, from a file, or held out of a run's own text.

import { gather } from '../corpus/gathering.ts';
import { newBudget, newReadingFacts, readText } from '../corpus/reading.ts';
import { maxMeasured, splitText } from '../corpus/split.ts';
import type { Library } from '../library/library.ts';
import type { FileGrant, ReadText, RunId, TextToRead } from '../protocol/index.ts';
import { defaultPreparation } from '../settings/defaults.ts';
import type { Grants } from './grants.ts';

/** UTF-16 units of a text that is read as a whole. */
const maxLength = 4_000_000;

export class TextsToRead {
  readonly #library: Library;
  readonly #grants: Grants;

  constructor({ library, grants }: { readonly library: Library; readonly grants: Grants }) {
    this.#library = library;
    this.#grants = grants;
  }

  /** @param most UTF-16 units at most; the rest is left out */
  async read(source: TextToRead, signal: AbortSignal, most = maxLength): Promise<ReadText> {
    switch (source.kind) {
      case 'text':
        return { title: '', ...cut(source.text, most) };
      case 'file':
        return this.#readFile(source.file, signal, most);
      case 'held-out':
        return this.#readHeldOut(source.run, most);
    }
  }

  async #readFile(file: FileGrant, signal: AbortSignal, most: number): Promise<ReadText> {
    const source = { kind: 'files', paths: [this.#grants.readable(file)] } as const;
    const { parts, files } = await gather(source, defaultPreparation, { mode: 'strict', isWhole: true, signal });
    // A character has at most 4 bytes.
    const budget = newBudget(most * 4);
    const pieces: Uint8Array[] = [];
    for await (const piece of readText(parts, defaultPreparation, newReadingFacts(), { signal, budget })) {
      pieces.push(piece);
    }
    const read = cut(Buffer.concat(pieces).toString('utf8'), most);
    return { title: files[0]?.name ?? '', text: read.text, isCut: read.isCut || budget.isCut };
  }

  async #readHeldOut(id: RunId, most: number): Promise<ReadText> {
    const run = this.#library.runs.find(id);
    const { name, characters } = this.#library.corpora.requireText(run.corpus);
    const { train, validation } = splitText(characters, run.training);
    const length = Math.min(maxMeasured, validation || characters);
    const from = validation > 0 ? train : characters - length;
    const ids = await this.#library.corpora.loadIds(run.corpus, { from, to: from + Math.min(length, most) });
    const { symbols } = this.#library.corpora.symbols(run.corpus);
    return { title: name, ...cut(Array.from(ids, (symbol) => symbols[symbol]).join(''), most) };
  }
}

/** No symbol is cut in two. */
function cut(text: string, most: number): { readonly text: string; readonly isCut: boolean } {
  if (text.length <= most) return { text, isCut: false };
  const isWithin = (text.charCodeAt(most - 1) & 0xfc00) === 0xd800;
  return { text: text.slice(0, isWithin ? most - 1 : most), isCut: true };
}
