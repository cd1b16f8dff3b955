// What the user wants of all runs that are new.

import { defaultTraining } from '../settings/defaults.ts';
import type { TrainingSettings } from '../protocol/settings.ts';

export class Preferred {
  readonly #processors: number;
  #threads: number | null = null;

  /** @param processors physical cores of this machine */
  constructor(processors: number) {
    this.#processors = processors;
  }

  /** @param threads null: as many as suit the machine */
  setThreads(threads: number | null): void {
    this.#threads = threads;
  }

  /** What a new run is offered. */
  training(): TrainingSettings {
    return defaultTraining(this.#processors, this.#threads);
  }
}
