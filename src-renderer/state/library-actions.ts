// Renaming and deleting, with the question before what cannot be undone.

import type { CorpusId, CorpusSummary, RunId, RunSummary, SampleId } from '../../src-engine/protocol/index.ts';
import { bytes, count, counted } from '../text/format.ts';
import type { AppState } from './app-state.svelte.ts';

export async function renameRun(app: AppState, run: RunId, name: string): Promise<void> {
  await app.attempt(() => app.client.ask('run.rename', { run, name }));
}

export async function renameCorpus(app: AppState, corpus: CorpusId, name: string): Promise<void> {
  await app.attempt(() => app.client.ask('corpus.rename', { corpus, name }));
}

export async function deleteRun(app: AppState, run: RunSummary): Promise<void> {
  const samples = app.library.samples.filter((sample) => sample.run === run.id).length;
  const yes = await app.confirmation.ask({
    title: `Delete “${run.name}”?`,
    body: 'The model cannot be brought back. With it go:',
    items: [
      `its checkpoints, up to step ${count(run.step)}`,
      'its loss curve',
      ...(samples > 0 ? [`${counted(samples, 'sample')} that it wrote`] : []),
    ],
    action: 'Delete the run',
  });
  if (!yes) return;
  await app.attempt(() => app.client.ask('run.delete', { run: run.id }));
}

export async function exportCorpus(app: AppState, corpus: CorpusSummary): Promise<void> {
  const destination = await app.attempt(() => app.bridge.chooseSaveDestination(`${corpus.name}.txt`, 'text'));
  if (!destination) return;
  const ask = { corpus: corpus.id, file: destination.file };
  const written = await app.attempt(() => app.client.ask('corpus.export', ask));
  if (written)
    app.notices.show('info', `${corpus.name} was saved as ${destination.name}: ${bytes(written.bytes)} of UTF-8.`);
}

export async function deleteCorpus(app: AppState, corpus: CorpusSummary): Promise<void> {
  const storage = await app.attempt(() => app.client.ask('library.storage', {}));
  const runs = app.library.runsOn(corpus.id);
  const own = storage?.corpora.find((other) => other.corpus === corpus.id)?.bytes ?? 0;
  const room = (run: RunSummary): number => storage?.byRun.find((other) => other.run === run.id)?.bytes ?? 0;
  const freed = runs.reduce((sum, run) => sum + room(run), own);
  const yes = await app.confirmation.ask({
    title: `Delete “${corpus.name}”?`,
    body: `${goesWith(runs.length)}${storage ? ` About ${bytes(freed)} come back to the disk.` : ''}`,
    items: runs.map((run) => [run.name, ...samplesOf(app, run), ...(storage ? [bytes(room(run))] : [])].join(' · ')),
    action: 'Delete the corpus',
  });
  if (!yes) return;
  await app.attempt(() => app.client.ask('corpus.delete', { corpus: corpus.id }));
}

function goesWith(runs: number): string {
  if (runs === 0) return 'No model was trained on it. What it was made of stays where it is.';
  return runs === 1
    ? 'With it goes the run below, and all that it wrote.'
    : `With it go the ${count(runs)} runs below, and all that they wrote.`;
}

function samplesOf(app: AppState, run: RunSummary): string[] {
  const samples = app.library.samples.filter((sample) => sample.run === run.id).length;
  return samples === 0 ? [] : [counted(samples, 'sample')];
}

/** Deletes a text with all that branched off it; for a while it can be brought back. @returns what was deleted; null: nothing */
export async function pruneSample(app: AppState, sample: SampleId): Promise<readonly SampleId[] | null> {
  const done = await app.attempt(() => app.client.ask('sample.prune', { sample }));
  if (!done) return null;
  const { samples } = done;
  const step = {
    label: 'Bring back what was deleted',
    undo: async (): Promise<void> => {
      await app.attempt(() => app.client.ask('sample.restore', { samples }));
    },
  };
  app.undo.push(step);
  app.notices.show('info', `${counted(samples.length, 'text')} deleted.`, {
    label: 'Undo',
    run: () => void app.undo.undo(step),
  });
  return samples;
}
