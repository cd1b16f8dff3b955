// Runs as they are looked at: their figures, curves, checkpoints; and their names.

import type { Curve, Gauges, ModelSettings, RunDetail, RunId } from '../protocol/index.ts';
import { panelWidth } from '../kernels/wasm.ts';
import { openingGates } from '../nn/cell.ts';
import { layOutParameters } from '../nn/parameters.ts';
import { cellOf, shapeOf } from '../nn/shape.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { RunTests } from './run-tests.ts';
import type { TrainingSlot } from './training-slot.ts';

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
    const test = library.tests.find(run);
    // Charloom may have been closed before the test part was read.
    if (test === null && stored.training.test > 0) this.#tests.offer(run);
    return {
      ...library.summaries.of(stored),
      // Whoever knows nothing of the text knows nothing of the training either.
      training: library.corpora.find(stored.corpus).hash === '' ? null : stored.training,
      parameters: stored.parameters ?? parametersOf(stored.model, library.runs.symbols(run).length),
      kernels: stored.kernels,
      checkpoints: library.checkpoints.list(run),
      specimens: library.specimens.list(run),
      test,
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
      validationSteps: Float64Array.from(validations, ({ step }) => step),
      validationLosses: Float32Array.from(validations, ({ loss }) => loss ?? Number.NaN),
      accuracies: Float32Array.from(validations, ({ accuracy }) => accuracy?.heldOut ?? Number.NaN),
      trainingAccuracies: Float32Array.from(validations, ({ accuracy }) => accuracy?.training ?? Number.NaN),
    };
  }
}

export function parametersOf(model: ModelSettings, vocabulary: number): number {
  return layOutParameters(shapeOf(model, vocabulary, panelWidth)).count;
}
