// A checkpoint into the library in one call, as a run is saved that has nothing else to do.

import type { Library } from '../../src-engine/library/library.ts';
import type { CheckpointId, LossPoint, RunId } from '../../src-engine/protocol/index.ts';
import type { CheckpointState } from '../../src-engine/training/types.ts';

/** Points and checkpoint become visible together, durably. @returns the state, whose memory was away meanwhile */
export async function saveCheckpoint(
  library: Library,
  run: RunId,
  state: CheckpointState,
  validation: number | null,
  points: readonly LossPoint[],
): Promise<{ readonly id: CheckpointId; readonly state: CheckpointState }> {
  const written = await library.writeCheckpoint(run, state, validation);
  if (written.kind === 'failed') throw written.error;
  library.transaction((transaction) => {
    library.curves.append(run, points);
    library.runs.setProgress(run, written.state.progress);
    library.publishCheckpoint(transaction, run, written.id);
  });
  library.clearUp();
  return written;
}
