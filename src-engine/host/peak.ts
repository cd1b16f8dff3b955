// This machine's peak, which every speed is a share of: measured once, then kept in the library.

import * as v from 'valibot';
import type { HostContext } from './context.ts';
import type { TrainingSlot } from './training-slot.ts';

const settingsKey = 'peak';
const milliseconds = 100;

/** Another processor or another build of the kernels has another peak. */
const storedSchema = v.object({ gigaflops: v.number(), machine: v.string(), kernels: v.string() });

export class Peak {
  readonly #context: HostContext;
  readonly #slot: TrainingSlot;
  #found: number | null = null;

  constructor(context: HostContext, slot: TrainingSlot) {
    this.#context = context;
    this.#slot = slot;
  }

  /** GFLOP/s of one thread; null while it has not been measured. */
  known(): number | null {
    if (this.#found !== null) return this.#found;
    const { library, engine, machine } = this.#context;
    const stored = v.safeParse(storedSchema, library.settings.get(settingsKey));
    if (stored.success && stored.output.machine === machine && stored.output.kernels === engine.kernels().build) {
      this.#found = stored.output.gigaflops;
    }
    return this.#found;
  }

  /**
   * Measures if need be, which blocks for a tenth of a second; null while a run trains, since nothing can be measured
   * beside it.
   */
  measured(): number | null {
    const before = this.known();
    if (before !== null || this.#slot.isTaken) return before;
    const { library, engine, machine } = this.#context;
    const gigaflops = engine.measurePeak(milliseconds);
    library.settings.set(settingsKey, { gigaflops, machine, kernels: engine.kernels().build });
    return (this.#found = gigaflops);
  }
}
