// The same text learned by every cell, with the same seed and settings and as many parameters: which runs are there,
// what they remember, and how those that are missing are trained.

import { cells } from '../../../../src-engine/protocol/choices.ts';
import type { CellKind } from '../../../../src-engine/protocol/choices.ts';
import type {
  EqualModel,
  Memory,
  RunDetail,
  RunId,
  RunStart,
  RunState,
  RunSummary,
  TrainingSettings,
} from '../../../../src-engine/protocol/index.ts';
import { freeName } from '../../../../src-engine/protocol/free-name.ts';
import type { EngineClient } from '../../../engine/client.ts';
import { modelName } from '../../../text/run-words.ts';
import { Latest } from '../../../state/latest.svelte.ts';
import { newest } from '../../../state/newest.ts';

/** Whether a run has ended well, or rests because somebody wants it to: then its memory may be compared. */
export const isAtRest: Readonly<Record<RunState, boolean>> = {
  queued: false,
  training: false,
  paused: true,
  finished: true,
  stopped: true,
  interrupted: false,
  failed: false,
};

/** A cell's part in the comparison. */
export interface Contestant extends EqualModel {
  readonly cell: CellKind;
  /** Null: nobody has trained it yet. */
  readonly run: RunSummary | null;
}

export class CellComparison {
  readonly #client: EngineClient;
  readonly #run: RunId;
  readonly #equals: Latest<'memory.equals'>;
  readonly #asking: ReadonlyMap<CellKind, Latest<'memory.measure'>>;
  #memories = $state.raw<ReadonlyMap<CellKind, Memory>>(new Map());
  #isStarting = $state(false);

  constructor(client: EngineClient, run: RunId) {
    this.#client = client;
    this.#run = run;
    this.#equals = new Latest(client, 'memory.equals');
    this.#asking = new Map(cells.map((cell) => [cell, this.#measuring(cell)]));
  }

  get memories(): ReadonlyMap<CellKind, Memory> {
    return this.#memories;
  }

  get isStarting(): boolean {
    return this.#isStarting;
  }

  get problem(): string | null {
    return this.#equals.problem;
  }

  load(): void {
    this.#equals.ask({ run: this.#run });
  }

  /** The run itself stands for its cell; for each other one the newest that was trained alike. */
  contestants(runs: readonly RunSummary[], own: RunSummary): readonly Contestant[] {
    return (this.#equals.answer ?? []).map((equal) => {
      const { cell } = equal.model;
      if (cell === own.model.cell) return { ...equal, cell, run: own };
      const alike = runs.filter(({ id }) => equal.alike.includes(id));
      return { ...equal, cell, run: newest(alike) ?? null };
    });
  }

  /** Of its best checkpoint. */
  measure(cell: CellKind, run: RunId): void {
    this.#asking.get(cell)?.ask({ run, checkpoint: 'best' });
  }

  /** Why the memory of this cell's run could not be measured. */
  problemOf(cell: CellKind): string | null {
    return this.#asking.get(cell)?.problem ?? null;
  }

  #measuring(cell: CellKind): Latest<'memory.measure'> {
    return new Latest(this.#client, 'memory.measure', (memory) => {
      this.#memories = new Map(this.#memories).set(cell, memory);
    });
  }

  /**
   * Trains those that are missing as `own` was trained: the first at once where nothing trains, the others in the
   * queue.
   * @param taken names that no new run must get
   */
  async train(
    missing: readonly Contestant[],
    own: RunDetail & { readonly training: TrainingSettings },
    totalSteps: number,
    { isBusy, taken }: { readonly isBusy: boolean; readonly taken: readonly string[] },
  ): Promise<void> {
    this.#isStarting = true;
    const names = [...taken];
    try {
      for (const [index, { model }] of missing.entries()) {
        const name = freeName(`${own.corpusName}, ${modelName(model)}`, names);
        names.push(name);
        const start: RunStart = index === 0 && !isBusy ? 'now' : 'queued';
        const training: TrainingSettings = { ...own.training, length: { kind: 'steps', steps: totalSteps } };
        await this.#client.ask('run.start', { corpus: own.corpus, model, training, name, start });
      }
    } finally {
      this.#isStarting = false;
    }
  }
}
