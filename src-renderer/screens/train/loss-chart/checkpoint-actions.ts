import type { CheckpointSummary } from '../../../../src-engine/protocol/index.ts';

/** What can be done with a checkpoint that was picked in the chart. */
export interface CheckpointActions {
  readonly generate: (checkpoint: CheckpointSummary) => void;
  readonly branch: (checkpoint: CheckpointSummary) => void;
  readonly export: (checkpoint: CheckpointSummary) => void;
  readonly remove: (checkpoint: CheckpointSummary) => void;
}
