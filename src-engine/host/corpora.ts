// Corpora as they are looked at, and their names.

import type { CorpusDetail, CorpusId } from '../protocol/index.ts';
import { openingLength } from '../importing/texts.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { corpusSummary } from './corpus-summary.ts';

export class Corpora implements Service {
  readonly handlers = {
    'corpus.show': ({ corpus }) => this.#show(corpus),
    'corpus.rename': ({ corpus, name }) => {
      this.#context.library.corpora.rename(corpus, name);
      this.#context.changes.corpus(corpus);
      return {};
    },
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;

  constructor(context: HostContext) {
    this.#context = context;
  }

  #show(corpus: CorpusId): CorpusDetail {
    const { corpora } = this.#context.library;
    const stored = corpora.find(corpus);
    const { symbols, counts } = corpora.symbols(corpus);
    // Of a text that stayed behind when its model came there is none.
    const opening = corpora.hasText(corpus) ? corpora.opening(corpus, openingLength) : '';
    const { encoding, hash } = stored;
    return { ...corpusSummary(stored), opening, symbols, counts, encoding, hash, ...corpora.origin(corpus) };
  }
}
