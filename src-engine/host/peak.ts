// This machine's peak, which every speed is a share of: measured once, then kept in the library.

import * as v from 'valibot';
import type { HostContext } from './context.ts';

const settingsKey = 'peak';
const milliseconds = 100;

/** Another processor or another build of the kernels has another peak. */
const storedSchema = v.object({ gigaflops: v.number(), machine: v.string(), kernels: v.string() });

export class Peak {
  readonly #context: HostContext;
  #found: number | null = null;

  constructor(context: HostContext) {
    this.#context = context;
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

  /** Measures if need be; blocks for a tenth of a second then. */
  measured(): number {
    const before = this.known();
    if (before !== null) return before;
    const { library, engine, machine } = this.#context;
    const gigaflops = engine.measurePeak(milliseconds);
    library.settings.set(settingsKey, { gigaflops, machine, kernels: engine.kernels().build });
    return (this.#found = gigaflops);
  }
}
