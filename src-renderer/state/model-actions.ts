// Ways to take a model out of the library and to bring one in, from anywhere in the window.

import type { CheckpointChoice, RunId, RunSummary } from '../../src-engine/protocol/index.ts';
import type { Session } from './session.svelte.ts';

export function exportModel(session: Session, run: RunId | null, checkpoint: CheckpointChoice = 'best'): void {
  if (run === null) session.notices.show('info', 'There is no model to export yet. Train one first, or import one.');
  else void session.modelExport.open(run, checkpoint);
}

/** Keeps what the sheet shows, and opens it. */
export async function keepModel(session: Session): Promise<RunSummary | null> {
  const run = await session.modelImport.keep();
  if (!run) return null;
  session.go({ kind: 'train', run: run.id });
  session.notices.announce(`${run.name} is in your library now.`);
  return run;
}
