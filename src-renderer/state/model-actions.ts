// Ways to take a model out of the library and to bring one in, from anywhere in the window.

import type { CheckpointChoice, RunId, RunSummary } from '../../src-engine/protocol/index.ts';
import { isInLibrary } from '../../src-engine/protocol/words/imports.ts';
import { spoken } from '../text/say.ts';
import type { AppState } from './app-state.svelte.ts';

export function exportModel(app: AppState, run: RunId, checkpoint: CheckpointChoice = 'best'): void {
  void app.modelExport.open(run, checkpoint);
}

/** Keeps what the sheet shows, and opens it. */
export async function keepModel(app: AppState): Promise<RunSummary | null> {
  const goOn = app.wayFromHere();
  const run = await app.modelImport.keep();
  if (!run) return null;
  if (goOn({ kind: 'train', run: run.id })) app.notices.announce(() => spoken(isInLibrary(run)));
  else app.notices.show('info', () => spoken(isInLibrary(run)));
  return run;
}
