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

  /** @param max UTF-16 units at most; the rest is left out */
  async read(source: TextToRead, signal: AbortSignal, max = maxLength): Promise<ReadText> {
    switch (source.kind) {
      case 'text':
        return { title: '', ...cut(source.text, max) };
      case 'file':
        return this.#readFile(source.file, signal, max);
      case 'held-out':
        return this.#readHeldOut(source.run, max);
    }
  }

  async #readFile(file: FileGrant, signal: AbortSignal, max: number): Promise<ReadText> {
    const source = { kind: 'files', paths: [this.#grants.readable(file)] } as const;
    const { parts, files } = await gather(source, defaultPreparation, { mode: 'strict', isWhole: true, signal });
    // A character has at most 4 bytes.
    const budget = newBudget(max * 4);
    const pieces: Uint8Array[] = [];
    for await (const piece of readText(parts, defaultPreparation, newReadingFacts(), { signal, budget })) {
      pieces.push(piece);
    }
    const read = cut(Buffer.concat(pieces).toString('utf8'), max);
    return { title: files[0]?.name ?? '', text: read.text, isCut: read.isCut || budget.isCut };
  }

  async #readHeldOut(id: RunId, max: number): Promise<ReadText> {
    const run = this.#library.runs.find(id);
    const { name, characters } = this.#library.corpora.requireText(run.corpus);
    const { train, validation } = splitText(characters, run.training);
    const length = Math.min(maxMeasured, validation || characters);
    const from = validation > 0 ? train : characters - length;
    const ids = await this.#library.corpora.loadIds(run.corpus, { from, to: from + Math.min(length, max) });
    const { symbols } = this.#library.corpora.symbols(run.corpus);
    return { title: name, ...cut(Array.from(ids, (symbol) => symbols[symbol]).join(''), max) };
  }
}

/** No symbol is cut in two. */
function cut(text: string, max: number): { readonly text: string; readonly isCut: boolean } {
  if (text.length <= max) return { text, isCut: false };
  const isWithin = (text.charCodeAt(max - 1) & 0xfc00) === 0xd800;
  return { text: text.slice(0, isWithin ? max - 1 : max), isCut: true };
}
