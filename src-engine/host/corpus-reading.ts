// Reading in a corpus: any stretch of its text, and where some words stand in it, whatever their case. Reads block by
// block and lets others have their turn between two.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { symbolsOf } from '../corpus/segments.ts';
import type { Answer, Ask, CorpusId } from '../protocol/index.ts';
import type { Handlers, HostContext, Service } from './context.ts';

export class CorpusReading implements Service {
  readonly handlers = {
    'corpus.read': ({ corpus, start, length }) => this.#read(corpus, start, length),
    'corpus.passage': ({ corpus, from, symbols }) => {
      const { start, text } = this.#read(corpus, from, symbols);
      return { from: start, text };
    },
    'corpus.find': (ask) => this.#find(ask),
  } satisfies Partial<Handlers>;

  readonly #corpora: HostContext['library']['corpora'];
  readonly #closing: AbortSignal;

  constructor({ library, closing }: HostContext) {
    this.#corpora = library.corpora;
    this.#closing = closing;
  }

  /** @param start in symbols @param length in symbols */
  #read(corpus: CorpusId, start: number, length: number): { readonly start: number; readonly text: string } {
    const { characters } = this.#corpora.find(corpus);
    const from = Math.min(start, characters);
    const to = Math.min(from + length, characters);
    const { symbols } = this.#corpora.symbols(corpus);
    const texts = blocksBetween(this.#corpora.blockLengths(corpus), from, to).map((block) => {
      const ids = this.#corpora.block(corpus, block.index);
      const wanted = ids.subarray(Math.max(0, from - block.start), to - block.start);
      return Array.from(wanted, (id) => symbols[id] ?? '').join('');
    });
    return { start: from, text: texts.join('') };
  }

  async #find({ corpus, text, from, backwards }: Ask<'corpus.find'>): Promise<Answer<'corpus.find'>> {
    let [total, before]: [number, number] = [0, 0];
    let [first, last, previous, next]: (number | null)[] = [null, null, null, null];
    for await (const positions of this.#positions(corpus, text)) {
      total += positions.length;
      const earlier = positions.filter((position) => position < from);
      before += earlier.length;
      first ??= positions[0] ?? null;
      last = positions.at(-1) ?? last;
      previous = earlier.at(-1) ?? previous;
      next ??= positions[earlier.length] ?? null;
    }
    if (backwards)
      return previous === null ? { at: last, number: total, total } : { at: previous, number: before, total };
    return next === null ? { at: first, number: Math.min(1, total), total } : { at: next, number: before + 1, total };
  }

  /** Where the words stand, whatever their case, block by block; of positions that overlap, the first. */
  async *#positions(corpus: CorpusId, text: string): AsyncGenerator<readonly number[]> {
    const folded = foldedIds(this.#corpora.symbols(corpus).symbols);
    const wanted = symbolsOf(text, this.#corpora.origin(corpus).preparation.unit).map((symbol) =>
      folded.byText(symbol),
    );
    if (wanted.includes(undefined)) return;
    const pattern = Uint32Array.from(wanted as number[]);
    let held = new Uint32Array(0); // what came before this block, as far as a match may have begun in it
    let free = 0; // where the next match may begin
    for (const { index, start } of blocksBetween(this.#corpora.blockLengths(corpus), 0, Infinity)) {
      this.#closing.throwIfAborted();
      const ids = this.#corpora.block(corpus, index);
      const stretch = new Uint32Array(held.length + ids.length);
      stretch.set(held);
      for (let position = 0; position < ids.length; position++)
        stretch[held.length + position] = folded.byId[ids[position]];
      const first = start - held.length;
      const positions: number[] = [];
      for (let at = indexOf(stretch, pattern, free - first); at !== -1; at = indexOf(stretch, pattern, free - first)) {
        positions.push(first + at);
        free = first + at + pattern.length;
      }
      yield positions;
      held = stretch.slice(Math.max(0, stretch.length - pattern.length + 1));
      await nextTurn();
    }
  }
}

interface BlockPosition {
  readonly index: number;
  /** Position of its first symbol in the text. */
  readonly start: number;
}

/** The blocks that hold the symbols from `from` to before `to`. */
function blocksBetween(lengths: readonly number[], from: number, to: number): BlockPosition[] {
  let end = 0;
  return lengths
    .map((length, index) => ({ index, start: end, end: (end += length) }))
    .filter((block) => block.start < to && block.end > from);
}

/** Symbols that differ only in their case get one number: the first one's id. */
function foldedIds(symbols: readonly string[]) {
  const first = new Map<string, number>();
  const byId = Uint32Array.from(symbols, (symbol, id) => {
    const key = symbol.toLowerCase();
    const folded = first.get(key) ?? id;
    first.set(key, folded);
    return folded;
  });
  return { byId, byText: (symbol: string): number | undefined => first.get(symbol.toLowerCase()) };
}

/** The first position of `pattern` from `from` on, which may lie before the stretch; −1 if it is nowhere. */
function indexOf(stretch: Uint32Array, pattern: Uint32Array, from: number): number {
  const [first] = pattern;
  if (first === undefined) return -1;
  for (let at = stretch.indexOf(first, Math.max(0, from)); at !== -1; at = stretch.indexOf(first, at + 1)) {
    if (pattern.every((id, offset) => stretch[at + offset] === id)) return at;
  }
  return -1;
}
