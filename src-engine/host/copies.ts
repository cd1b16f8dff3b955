// Answers about what a text has copied, and where it stands in the corpus. The corpus that was looked at last is kept for a while:
// a page asks again with every text.

import { symbolsOf } from '../corpus/segments.ts';
import { makeVocabulary } from '../corpus/vocabulary.ts';
import type { Alphabet } from '../corpus/vocabulary.ts';
import { findCopies } from '../insight/copies.ts';
import type { CopiedSpan, CorpusId, Passage } from '../protocol/index.ts';
import type { Ids } from '../training/types.ts';
import type { Handlers, HostContext } from './context.ts';

const millisecondsKept = 60_000;

/** Stands for what the corpus does not hold, so that it is never found. */
const unknown = -1;

export function createCopiesDesk({ library }: HostContext): Pick<Handlers, 'sample.copies' | 'corpus.passage'> {
  let kept: { readonly corpus: CorpusId; readonly ids: Promise<Ids> } | null = null;
  let timer: NodeJS.Timeout | null = null;

  function load(corpus: CorpusId): Promise<Ids> {
    if (kept?.corpus !== corpus) {
      kept = { corpus, ids: library.corpora.loadIds(corpus) };
      // A failure must not be remembered as the answer.
      kept.ids.catch(() => (kept = null));
    }
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => (kept = null), millisecondsKept);
    timer.unref();
    return kept.ids;
  }

  function alphabetOf(corpus: CorpusId): Alphabet {
    return { symbols: library.corpora.symbols(corpus).symbols, unit: library.corpora.find(corpus).unit };
  }

  return {
    async 'sample.copies'({ run, text, least }): Promise<readonly CopiedSpan[]> {
      const { corpus, trainCharacters } = library.runs.find(run);
      const ids = await load(corpus);
      const { symbols, places } = readSymbols(text, alphabetOf(corpus));
      const copies = findCopies(symbols, ids.subarray(0, trainCharacters), least);
      return copies.map(({ start, length, source }) => ({
        start: places[start],
        end: places[start + length],
        source,
        symbols: length,
      }));
    },

    async 'corpus.passage'({ corpus, from, symbols: count }): Promise<Passage> {
      const ids = await load(corpus);
      const start = Math.min(from, ids.length);
      const vocabulary = makeVocabulary(alphabetOf(corpus));
      return { from: start, text: vocabulary.decode(ids.subarray(start, start + count)) };
    },
  };
}

/** @returns the text's symbols by their id in the corpus, and where each begins, in UTF-16 units, and the last one ends */
function readSymbols(text: string, alphabet: Alphabet): { symbols: Int32Array; places: number[] } {
  const ids = new Map(alphabet.symbols.map((symbol, id) => [symbol, id]));
  const symbols: number[] = [];
  const places = [0];
  for (const symbol of symbolsOf(text, alphabet.unit)) {
    symbols.push(ids.get(symbol) ?? unknown);
    places.push((places.at(-1) ?? 0) + symbol.length);
  }
  return { symbols: Int32Array.from(symbols), places };
}
