// Corpora as they are looked at, and their names.

import type { StoredCorpus } from '../library/corpora.ts';
import type { CorpusDetail, CorpusId, CorpusSummary } from '../protocol/index.ts';
import type { Handlers, HostContext, Service } from './context.ts';

const openingLength = 2000;

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
    const opening = corpora.opening(corpus, openingLength);
    const { encoding, hash } = stored;
    return { ...corpusSummary(stored), opening, symbols, counts, encoding, hash, ...corpora.origin(corpus) };
  }
}

export function corpusSummary({ id, name, characters, vocabulary, source, createdAt }: StoredCorpus): CorpusSummary {
  return { id, name, characters, vocabulary, source, createdAt };
}
