// Deleting runs, and corpora with the runs on them: what is at work on them is ended first.

import type { CorpusId, RunId } from '../protocol/index.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { CorpusYardsticks } from './corpus-yardsticks.ts';
import type { RunSpecimens } from './run-specimens.ts';
import type { SampleStreams } from './sample-streams.ts';
import type { TrainingSlot } from './training-slot.ts';

/** All that may be at work on a run or a corpus. */
export interface Workers {
  readonly slot: TrainingSlot;
  readonly streams: SampleStreams;
  readonly specimens: RunSpecimens;
  readonly yardsticks: CorpusYardsticks;
}

export class Deletions implements Service {
  readonly handlers = {
    'run.delete': ({ run }) => this.#deleteRun(run),
    'corpus.delete': ({ corpus }) => this.#deleteCorpus(corpus),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #workers: Workers;

  constructor(context: HostContext, workers: Workers) {
    this.#context = context;
    this.#workers = workers;
  }

  async #deleteRun(run: RunId): Promise<Record<never, never>> {
    const { library, changes } = this.#context;
    library.runs.checkFree(library.runs.find(run));
    await this.#abandon(run);
    library.deleteRun(run);
    changes.runGone(run);
    return {};
  }

  async #deleteCorpus(corpus: CorpusId): Promise<Record<never, never>> {
    const { library, changes } = this.#context;
    library.corpora.find(corpus);
    const own = library.runs.list().filter((run) => run.corpus === corpus);
    for (const run of own) library.runs.checkFree(run);
    for (const run of own) await this.#abandon(run.id);
    this.#workers.yardsticks.forget(corpus);
    library.deleteCorpus(corpus);
    changes.corpusGone(
      corpus,
      own.map(({ id }) => id),
    );
    return {};
  }

  async #abandon(run: RunId): Promise<void> {
    const { slot, streams, specimens } = this.#workers;
    streams.forget(run);
    specimens.forget(run);
    await (await slot.activeRun(run))?.abandon();
  }
}
