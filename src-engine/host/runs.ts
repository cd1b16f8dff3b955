// Runs as they are looked at: their figures, curves, checkpoints; and their names and stars.

import type { Curve, Gauges, RunDetail, RunId } from '../protocol/index.ts';
import { openingGates } from '../cells/cell.ts';
import { cellOf } from '../cells/index.ts';
import type { Library } from '../library/library.ts';
import type { StoredRun } from '../library/runs.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { RunTests } from './run-tests.ts';
import type { TrainingSlot } from './training-slot.ts';
import { parametersOf } from '../nn/equal-width.ts';

export class Runs implements Service {
  readonly handlers = {
    'run.show': ({ run }) => this.#show(run),
    'run.curve': ({ run, points }) => this.#curve(run, points),
    'run.gauges': ({ run }) => this.#gauges(run),
    'run.rename': ({ run, name }) => {
      this.#context.library.runs.rename(run, name);
      this.#context.changes.runRenamed(run);
      return {};
    },
    'run.star': ({ run, starred }) => {
      this.#context.library.runs.star(run, starred);
      this.#context.changes.run(run);
      return {};
    },
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #slot: TrainingSlot;
  readonly #tests: RunTests;

  constructor(context: HostContext, slot: TrainingSlot, tests: RunTests) {
    this.#context = context;
    this.#slot = slot;
    this.#tests = tests;
  }

  #show(run: RunId): RunDetail {
    const { library } = this.#context;
    this.#slot.save(run);
    const stored = library.runs.find(run);
    const facts = runFacts(library, stored);
    // Charloom may have been closed before the test part was read.
    if (facts.test === null && stored.training.test > 0) this.#tests.offer(run);
    return {
      ...facts,
      checkpoints: library.checkpoints.list(run),
      specimens: library.specimens.list(run),
      retention: library.runs.retention(run),
    };
  }

  #gauges(run: RunId): Gauges {
    const { library } = this.#context;
    this.#slot.save(run);
    const { model } = library.runs.find(run);
    return { gates: openingGates(cellOf(model)), layers: model.layers, points: library.gauges.list(run) };
  }

  #curve(run: RunId, points: number): Curve {
    const { library } = this.#context;
    this.#slot.save(run);
    library.runs.find(run);
    const validations = library.validations.list(run);
    return {
      ...library.curves.read(run, points),
      ...validationCurve(validations),
      accuracies: Float32Array.from(validations, ({ accuracy }) => accuracy?.heldOut ?? Number.NaN),
      trainingAccuracies: Float32Array.from(validations, ({ accuracy }) => accuracy?.training ?? Number.NaN),
    };
  }
}

/** What is known of a run, wherever it is looked at. */
export function runFacts(library: Library, run: StoredRun) {
  return {
    ...library.summaries.of(run),
    // Whoever knows nothing of the text knows nothing of the training either.
    training: library.corpora.find(run.corpus).hash === '' ? null : run.training,
    parameters:
      run.parameters ??
      parametersOf(run.model, { vocabulary: library.runs.symbols(run.id).length, labels: run.labels.length }),
    kernels: run.kernels,
    test: library.tests.find(run.id),
  };
}

/** A loss that is no number is NaN. */
export function validationCurve(
  validations: ReturnType<Library['validations']['list']>,
): Pick<Curve, 'validationSteps' | 'validationLosses'> {
  return {
    validationSteps: Float64Array.from(validations, ({ step }) => step),
    validationLosses: Float32Array.from(validations, ({ loss }) => loss ?? Number.NaN),
  };
}
