// The library's lists, which a window begins with.

import { listedSamples } from '../protocol/changes.ts';
import type { LibraryOverview as Lists } from '../protocol/index.ts';
import { catalogueEntries } from './catalogue.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { corpusSummary } from './corpus-summary.ts';

export class LibraryOverview implements Service {
  readonly handlers = {
    'library.overview': () => this.#lists(),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;

  constructor(context: HostContext) {
    this.#context = context;
  }

  #lists(): Lists {
    const { library, catalogue, trouble } = this.#context;
    const corpora = library.corpora.list().map(corpusSummary);
    return {
      corpora,
      catalogue: catalogueEntries(catalogue, corpora),
      runs: library.summaries.list(),
      samples: library.samples.list(listedSamples),
      trouble: trouble.current,
    };
  }
}
