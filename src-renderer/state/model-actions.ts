// Ways to take a model out of the library and to bring one in, from anywhere in the window.

import type { CheckpointChoice, RunId, RunSummary } from '../../src-engine/protocol/index.ts';
import type { AppState } from './app-state.svelte.ts';

export function exportModel(app: AppState, run: RunId | null, checkpoint: CheckpointChoice = 'best'): void {
  if (run === null) app.notices.show('info', 'There is no model to export yet. Train one first, or import one.');
  else void app.modelExport.open(run, checkpoint);
}

/** Keeps what the sheet shows, and opens it. */
export async function keepModel(app: AppState): Promise<RunSummary | null> {
  const run = await app.modelImport.keep();
  if (!run) return null;
  app.go({ kind: 'train', run: run.id });
  app.notices.announce(`${run.name} is in your library now.`);
  return run;
}
