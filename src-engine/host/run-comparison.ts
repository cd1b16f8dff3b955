// Runs beside each other: what a table of them shows, and their curves in stretches.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredRun } from '../library/runs.ts';
import type { Ask, ComparedRun, CurveBand, CurveRange, RunId } from '../protocol/index.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { runFacts, validationCurve } from './runs.ts';
import type { TrainingSlot } from './training-slot.ts';

export class RunComparison implements Service {
  readonly handlers = {
    'run.compare': ({ runs }) => runs.map((run) => this.#compared(run)),
    'run.bands': (ask) => this.#bands(ask),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #slot: TrainingSlot;

  constructor(context: HostContext, slot: TrainingSlot) {
    this.#context = context;
    this.#slot = slot;
  }

  #compared(run: RunId): ComparedRun {
    const { library } = this.#context;
    this.#slot.save(run);
    const stored = library.runs.find(run);
    const { seconds = 0, characters = 0 } = stored.progress ?? {};
    return {
      ...runFacts(library, stored),
      charactersPerSecond: seconds > 0 && characters > 0 ? characters / seconds : null,
    };
  }

  async #bands({ ranges, stretches }: Ask<'run.bands'>): Promise<readonly CurveBand[]> {
    const bands: CurveBand[] = [];
    for (const range of ranges) {
      bands.push(this.#band(range, stretches));
      // Between two long curves the others have their turn.
      await nextTurn();
    }
    return bands;
  }

  #band({ run, from = 0, to = Number.MAX_SAFE_INTEGER }: CurveRange, stretches: number): CurveBand {
    const { library } = this.#context;
    this.#slot.save(run);
    const stored = library.runs.find(run);
    return {
      run,
      ...library.curves.band(run, from, to, stretches),
      ...validationCurve(library.validations.list(run)),
      clock: this.#clock(stored),
    };
  }

  /** The checkpoints tell; between them a run is taken to have gone on evenly. */
  #clock({ id, progress }: StoredRun): CurveBand['clock'] {
    const kept = this.#context.library.checkpoints.clock(id);
    const last = kept.at(-1)?.step ?? 0;
    const marks = [
      { step: 0, seconds: 0, characters: 0 },
      ...kept.filter(({ step }) => step > 0),
      ...(progress !== null && progress.step > last ? [progress] : []),
    ];
    return {
      steps: Float64Array.from(marks, ({ step }) => step),
      seconds: Float64Array.from(marks, ({ seconds }) => seconds),
      characters: Float64Array.from(marks, ({ characters }) => characters),
    };
  }
}
