// What the float64 twin of a cell's kernels is.

import type { StepPlaces } from '../../kernels.ts';

export interface ReferenceStep {
  /** @param x the memory */
  readonly forward: (x: Float64Array, at: StepPlaces) => void;
  readonly backward: (x: Float64Array, at: StepPlaces) => void;
}
