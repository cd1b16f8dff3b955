// What lists show of runs. However many runs there are, each table is asked once.

import type { RunId, RunSummary } from '../protocol/index.ts';
import { meansOf, outlinePoints } from './curves.ts';
import type { Runs, StoredRun } from './runs.ts';
import type { Validations } from './validations.ts';

export class RunSummaries {
  readonly #runs: Runs;
  readonly #validations: Validations;

  constructor(parts: { readonly runs: Runs; readonly validations: Validations }) {
    this.#runs = parts.runs;
    this.#validations = parts.validations;
  }

  /** Newest first. */
  list(): readonly RunSummary[] {
    return this.#of(this.#runs.list());
  }

  of(run: StoredRun): RunSummary {
    const [summary] = this.#of([run]);
    return summary;
  }

  /**
   * In their order.
   * @throws CharloomError 'not-found'; 'library-damaged' or 'settings-invalid' where one cannot be read
   */
  ofAll(ids: readonly RunId[]): readonly RunSummary[] {
    return this.#of(this.#runs.findAll(ids));
  }

  #of(runs: readonly StoredRun[]): readonly RunSummary[] {
    const losses = this.#validations.losses(runs.map(({ id }) => id));
    return runs.map((run) => summaryOf(run, losses.get(run.id) ?? []));
  }
}

/** @param losses finite ones, by step */
function summaryOf(run: StoredRun, losses: readonly number[]): RunSummary {
  return {
    id: run.id,
    name: run.name,
    corpus: run.corpus,
    corpusName: run.corpusName,
    model: run.model,
    labels: run.labels,
    state: run.state,
    message: run.message,
    queuePlace: run.queuePlace,
    parent: run.parent,
    step: run.progress?.step ?? 0,
    totalSteps: run.totalSteps,
    epoch: (run.progress?.characters ?? 0) / run.trainCharacters,
    best: losses.reduce<number | null>((best, loss) => (best === null || loss < best ? loss : best), null),
    // A model from elsewhere may have come without its curve.
    loss: run.curve?.newest ?? run.progress?.smoothedLoss ?? null,
    seconds: run.progress?.seconds ?? 0,
    characters: run.progress?.characters ?? 0,
    starred: run.starred,
    createdAt: run.createdAt,
    // Where there are too few validations, the curve.
    thumbnail: losses.length > 1 ? meansOf(losses, outlinePoints) : (run.curve?.outline ?? []),
  };
}
