// Tells everybody what has changed in the library's lists, with the rows as they are now: nobody has to ask for them.

import { asEngineError } from '../errors.ts';
import type { Library } from '../library/library.ts';
import type { StoredRun } from '../library/runs.ts';
import { listedSamples } from '../protocol/changes.ts';
import type { CheckpointChanges, LibraryChanges } from '../protocol/changes.ts';
import type {
  CheckpointId,
  CheckpointSummary,
  CorpusId,
  EngineEvent,
  RunId,
  RunSummary,
  SampleId,
  SampleSummary,
} from '../protocol/index.ts';
import { corpusSummary } from './corpus-summary.ts';

export class Changes {
  readonly #library: Library;
  readonly #emit: (event: EngineEvent) => void;
  readonly #log: (line: string) => void;

  constructor(library: Library, log: (line: string) => void, emit: (event: EngineEvent) => void) {
    this.#library = library;
    this.#emit = emit;
    this.#log = log;
  }

  /** Another process has changed something: what it was is not known. */
  elsewhere(): void {
    this.#emit({ kind: 'library.changed', changes: null });
  }

  /**
   * What the lists and the checkpoints of all runs are, but for one that is trained here: it tells of itself. Of a
   * run's curve its progress speaks, which is written with it: to read the curves of all runs takes too long for every
   * look. Null where they cannot be read.
   */
  fingerprint(isOwn: (run: RunId) => boolean): string | null {
    const { corpora } = this.#library;
    try {
      const runs = this.#library.runs.list().filter(({ id }) => !isOwn(id));
      const bytes = this.#library.storage().byRun.filter(({ run }) => !isOwn(run));
      return JSON.stringify([corpora.list(), runs, this.#listed(), bytes]);
    } catch {
      // Whoever asks for them then hears why.
      return null;
    }
  }

  /** A corpus was brought in, or renamed: its runs have its name too. */
  corpus(id: CorpusId): void {
    const { corpora, runs } = this.#library;
    this.#tell(() => ({
      corpora: {
        rows: corpora
          .list()
          .filter((corpus) => corpus.id === id)
          .map(corpusSummary),
        gone: [],
      },
      runs: { rows: this.#summaries(runs.ofCorpus(id)), gone: [] },
    }));
  }

  /** A run is new, or has other figures. */
  run(id: RunId): void {
    this.#tell(() => ({ runs: { rows: this.#summaries([id]), gone: [] } }));
  }

  /** A run begins, ends, or has another place in the queue: the others' places may be others too. */
  queue(id: RunId): void {
    this.#tell(() => ({ runs: { rows: this.#summaries([id, ...this.#library.runs.queue()]), gone: [] } }));
  }

  /** The run's branches and samples have its name too. */
  runRenamed(id: RunId): void {
    const isBranch = ({ parent }: StoredRun): boolean => parent?.run === id;
    this.#tell(() => ({
      runs: {
        rows: this.#summaries([
          id,
          ...this.#library.runs
            .list()
            .filter(isBranch)
            .map((run) => run.id),
        ]),
        gone: [],
      },
      samples: { rows: this.#listed().filter(({ run }) => run === id), gone: [] },
    }));
  }

  runGone(id: RunId): void {
    this.#tell(() => ({
      runs: { rows: this.#summaries(this.#library.runs.queue()), gone: [id] },
      samples: { rows: this.#listed(), gone: [] },
    }));
  }

  /** With its runs. */
  corpusGone(id: CorpusId, runs: readonly RunId[]): void {
    this.#tell(() => ({
      corpora: { rows: [], gone: [id] },
      runs: { rows: this.#summaries(this.#library.runs.queue()), gone: runs },
      samples: { rows: this.#listed(), gone: [] },
    }));
  }

  /** Samples were added, named or starred. */
  samples(ids: readonly SampleId[]): void {
    this.#tell(() => ({ samples: { rows: this.#library.samples.listed(ids), gone: [] } }));
  }

  /** Samples were deleted. Others come into the list in their place, or do not branch off any more. */
  samplesGone(ids: readonly SampleId[]): void {
    this.#tell(() => ({ samples: { rows: this.#listed(), gone: ids } }));
  }

  /** Deleted samples were brought back. */
  samplesBack(): void {
    this.samplesGone([]);
  }

  /** Of a run's checkpoints some of those that were there `before` may be gone. */
  checkpoints(run: RunId, before: readonly CheckpointId[]): void {
    const now = this.#library.checkpoints.list(run);
    this.#emit({ kind: 'run.checkpoints', run, ...changesOf(before, now) });
  }

  #listed(): readonly SampleSummary[] {
    return this.#library.samples.list(listedSamples);
  }

  #summaries(ids: readonly RunId[]): readonly RunSummary[] {
    return this.#library.summaries.ofAll([...new Set(ids)]);
  }

  /** Where the rows cannot be read now, those who need them have to ask for them. */
  #tell(read: () => LibraryChanges): void {
    try {
      this.#emit({ kind: 'library.changed', changes: read() });
    } catch (error) {
      this.#log(`What has changed in the library could not be read: ${asEngineError(error).message}`);
      this.elsewhere();
    }
  }
}

/** What became of the checkpoints that were there before. */
export function changesOf(before: readonly CheckpointId[], now: readonly CheckpointSummary[]): CheckpointChanges {
  const there = new Set(now.map(({ id }) => id));
  return { gone: before.filter((id) => !there.has(id)), best: now.find(({ best }) => best)?.id ?? null };
}
