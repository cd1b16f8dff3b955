// Deleting runs, and corpora with the runs on them, for good or so that they can be brought back: what is at work on
// them is ended first. And checkpoints, so that they can be brought back.

import { asEngineError } from '../errors.ts';
import type { CheckpointId, CorpusId, RunId } from '../protocol/index.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { CorpusYardsticks } from './corpus-yardsticks.ts';
import type { RunSpecimens } from './run-specimens.ts';
import type { SampleStreams } from './sample-streams.ts';
import type { TrainingSlot } from './training-slot.ts';

/** Milliseconds in which what was deleted can be brought back. */
const graceTime = 60_000;

/** All that may be at work on a run or a corpus. */
export interface Workers {
  readonly slot: TrainingSlot;
  readonly streams: SampleStreams;
  readonly specimens: RunSpecimens;
  readonly yardsticks: CorpusYardsticks;
}

export class LibraryDeletions implements Service {
  readonly handlers = {
    'library.delete-run': ({ run }) => this.#deleteRun(run),
    'library.delete-corpus': ({ corpus }) => this.#deleteCorpus(corpus),
    'library.put-run-aside': ({ run }) => this.#putRunAside(run),
    'library.put-corpus-aside': ({ corpus }) => this.#putCorpusAside(corpus),
    'library.put-checkpoint-aside': ({ run, checkpoint }) => this.#putCheckpointAside(run, checkpoint),
    'library.bring-checkpoint-back': ({ run, checkpoint }) => this.#bringCheckpointBack(run, checkpoint),
    'library.bring-back': ({ corpus, runs }) => this.#bringBack(corpus, runs),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #workers: Workers;
  /** Until what was put aside goes for good. */
  #end: NodeJS.Timeout | null = null;

  constructor(context: HostContext, workers: Workers) {
    this.#context = context;
    this.#workers = workers;
    // What an engine before had put aside when it broke down may be asked for yet.
    this.#letGoLater();
  }

  async #deleteRun(run: RunId): Promise<Record<never, never>> {
    const { library, changes } = this.#context;
    library.runs.checkFree(library.runs.find(run));
    await this.#release(run, 'abandoned');
    library.deleteRun(run);
    changes.runGone(run);
    return {};
  }

  async #deleteCorpus(corpus: CorpusId): Promise<Record<never, never>> {
    const { library, changes } = this.#context;
    library.corpora.find(corpus);
    const own = library.runs.list().filter((run) => run.corpus === corpus);
    for (const run of own) library.runs.checkFree(run);
    for (const run of own) await this.#release(run.id, 'abandoned');
    this.#workers.yardsticks.forget(corpus);
    library.deleteCorpus(corpus);
    changes.corpusGone(
      corpus,
      own.map(({ id }) => id),
    );
    return {};
  }

  async #putRunAside(run: RunId): Promise<Record<never, never>> {
    const { library, changes } = this.#context;
    library.runs.checkFree(library.runs.find(run));
    await this.#release(run, 'paused');
    library.runs.putAside(run);
    changes.runGone(run);
    this.#letGoLater();
    return {};
  }

  async #putCorpusAside(corpus: CorpusId): Promise<{ readonly runs: readonly RunId[] }> {
    const { library, changes } = this.#context;
    library.corpora.find(corpus);
    for (const run of library.runs.ofCorpus(corpus)) {
      library.runs.checkFree(library.runs.find(run));
      await this.#release(run, 'paused');
    }
    this.#workers.yardsticks.forget(corpus);
    const runs = library.putCorpusAside(corpus);
    changes.corpusGone(corpus, runs);
    this.#letGoLater();
    return { runs };
  }

  #bringBack(corpus: CorpusId | null, runs: readonly RunId[]): Record<never, never> {
    this.#context.library.bringBack(corpus, runs);
    // Its samples are there again, too, and maybe among the newest: whoever has lists asks for them anew.
    this.#context.changes.elsewhere();
    return {};
  }

  #putCheckpointAside(run: RunId, checkpoint: CheckpointId): Record<never, never> {
    const { library, changes } = this.#context;
    library.runs.find(run);
    library.checkpoints.putAside(run, checkpoint);
    changes.checkpoints(run, [checkpoint]);
    this.#letGoLater();
    return {};
  }

  #bringCheckpointBack(run: RunId, checkpoint: CheckpointId): Record<never, never> {
    this.#context.library.checkpoints.bringBack(run, checkpoint);
    // Whoever has the run's checkpoints asks for them anew.
    this.#context.changes.elsewhere();
    return {};
  }

  #letGoLater(): void {
    if (this.#end !== null) clearTimeout(this.#end);
    this.#end = setTimeout(() => this.#letGo(), graceTime);
    this.#end.unref();
  }

  /**
   * A library that cannot be written now is asked again with the next deletion, or by the next process that opens it.
   */
  #letGo(): void {
    if (this.#end === null) return;
    clearTimeout(this.#end);
    this.#end = null;
    try {
      this.#context.library.letGoOfAside();
    } catch (error) {
      this.#context.log(`What was deleted could not be cleared away: ${asEngineError(error).message}`);
    }
  }

  close(): Promise<void> {
    this.#letGo();
    return Promise.resolve();
  }

  /** @param how of what trains: paused with a checkpoint, as it may be brought back; or abandoned */
  async #release(run: RunId, how: 'paused' | 'abandoned'): Promise<void> {
    const { slot, streams, specimens } = this.#workers;
    streams.forget(run);
    specimens.forget(run);
    const active = await slot.activeRun(run);
    await (how === 'paused' ? active?.end(how) : active?.abandon());
  }
}
