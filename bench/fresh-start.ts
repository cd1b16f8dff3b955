import type { TrainingJob } from '../src-engine/training/types.ts';

/** What a job says that begins at step 0, with fresh weights. */
export const freshStart = {
  totalSteps: null,
  extensions: [],
  checkpoint: null,
  reload: () => null,
} as const satisfies Partial<TrainingJob>;
