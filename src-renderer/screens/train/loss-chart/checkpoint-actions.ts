// What the chart can do with a checkpoint.

import type { CheckpointSummary } from '../../../../src-engine/protocol/index.ts';

/** What can be done with a checkpoint that was picked in the chart. */
export interface CheckpointActions {
  /** Such as 'Write from here'. */
  readonly useLabel: string;
  readonly use: (checkpoint: CheckpointSummary) => void;
  readonly branch: (checkpoint: CheckpointSummary) => void;
  readonly export: (checkpoint: CheckpointSummary) => void;
  readonly remove: (checkpoint: CheckpointSummary) => void;
}
