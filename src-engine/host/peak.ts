// This machine's peak, which every speed is a share of: measured once, then kept in the library.

import * as v from 'valibot';
import type { HostContext } from './context.ts';

export interface Peak {
  /** GFLOP/s of one thread; null while it has not been measured. */
  known(): number | null;
  /** Measures if need be; blocks for a tenth of a second then. */
  measured(): number;
}

const settingsKey = 'peak';
const milliseconds = 100;

/** Another processor or another build of the kernels has another peak. */
const storedSchema = v.object({ gigaflops: v.number(), machine: v.string(), kernels: v.string() });

export function createPeak({ library, engine, machine }: HostContext): Peak {
  let found: number | null = null;

  function known(): number | null {
    if (found !== null) return found;
    const stored = v.safeParse(storedSchema, library.settings.get(settingsKey));
    if (stored.success && stored.output.machine === machine && stored.output.kernels === engine.kernels().build) {
      found = stored.output.gigaflops;
    }
    return found;
  }

  return {
    known,
    measured() {
      const before = known();
      if (before !== null) return before;
      found = engine.measurePeak(milliseconds);
      library.settings.set(settingsKey, { gigaflops: found, machine, kernels: engine.kernels().build });
      return found;
    },
  };
}
