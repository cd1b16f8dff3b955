// What a text has copied from the corpus that its model was trained on. The corpus that was looked at last is kept for
// a while: a page asks again with every text.

import { symbolsOf } from '../corpus/segments.ts';
import type { Alphabet } from '../corpus/vocabulary.ts';
import { findCopies } from '../insight/copies.ts';
import type { Ask, CopiedSpan, CorpusId } from '../protocol/index.ts';
import type { Ids } from '../corpus/symbols.ts';
import { refuseLabels } from './loaded-models.ts';
import type { Handlers, HostContext, Service } from './context.ts';

const millisecondsKept = 60_000;

/** Stands for what the corpus does not hold, so that it is never found. */
const unknown = -1;

export class SampleCopies implements Service {
  readonly handlers = { 'sample.copies': (ask) => this.#find(ask) } satisfies Partial<Handlers>;

  readonly #library: HostContext['library'];
  #kept: { readonly corpus: CorpusId; readonly ids: Promise<Ids> } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor({ library }: HostContext) {
    this.#library = library;
  }

  async #find({ run, text, min }: Ask<'sample.copies'>): Promise<readonly CopiedSpan[]> {
    const { runs, corpora } = this.#library;
    const stored = runs.find(run);
    refuseLabels(stored);
    const { corpus, trainCharacters } = stored;
    const ids = await this.#load(corpus);
    const alphabet = { symbols: corpora.symbols(corpus).symbols, unit: corpora.find(corpus).unit };
    const { symbols, positions } = readSymbols(text, alphabet);
    const copies = findCopies(symbols, ids.subarray(0, trainCharacters), min);
    return copies.map(({ start, length, source }) => ({
      start: positions[start],
      end: positions[start + length],
      source,
      symbols: length,
    }));
  }

  #load(corpus: CorpusId): Promise<Ids> {
    if (this.#kept?.corpus !== corpus) {
      this.#kept = { corpus, ids: this.#library.corpora.loadIds(corpus) };
      // A failure must not be remembered as the answer.
      this.#kept.ids.catch(() => (this.#kept = null));
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#kept = null), millisecondsKept);
    this.#timer.unref();
    return this.#kept.ids;
  }
}

/**
 * @returns the text's symbols by their id in the corpus, and where each begins, in UTF-16 units, and the last one ends
 */
function readSymbols(text: string, alphabet: Alphabet): { symbols: Int32Array; positions: number[] } {
  const ids = new Map(alphabet.symbols.map((symbol, id) => [symbol, id]));
  const symbols: number[] = [];
  const positions = [0];
  for (const symbol of symbolsOf(text, alphabet.unit)) {
    symbols.push(ids.get(symbol) ?? unknown);
    positions.push((positions.at(-1) ?? 0) + symbol.length);
  }
  return { symbols: Int32Array.from(symbols), positions };
}
