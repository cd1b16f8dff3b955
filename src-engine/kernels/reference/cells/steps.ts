// What the float64 twin of a cell's kernels is.

import type { StepOffsets } from '../../kernels.ts';

export interface ReferenceStep {
  /** @param x the memory */
  readonly forward: (x: Float64Array, at: StepOffsets) => void;
  readonly backward: (x: Float64Array, at: StepOffsets) => void;
}
