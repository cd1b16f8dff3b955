// Renaming and deleting, with the question before what cannot be undone.

import type { Ask, CorpusSummary, RunSummary, SampleId, SampleSummary } from '../../src-engine/protocol/index.ts';
import { bytes, count, counted } from '../text/format.ts';
import type { AppState } from './app-state.svelte.ts';
import { say } from '../text/say.ts';
import { nameInSentence } from '../text/symbols.ts';
import { undoableForAMinute } from './undo.svelte.ts';

export async function renameRun(app: AppState, { id: run, name: before }: RunSummary, name: string): Promise<void> {
  await rename(app, before, name, (to) => app.client.ask('run.rename', { run, name: to }));
}

export async function renameCorpus(app: AppState, corpus: CorpusSummary, name: string): Promise<void> {
  await rename(app, corpus.name, name, (to) => app.client.ask('corpus.rename', { corpus: corpus.id, name: to }));
}

/** An empty name takes its own away: it is called by its first words then. */
export async function renameSample(app: AppState, { id, name: before }: SampleSummary, name: string): Promise<void> {
  const called = (to: string): string | null => (to === '' ? null : to);
  await rename(app, before ?? '', name, (to) => app.client.ask('sample.edit', { sample: id, name: called(to) }));
}

/** Or takes the star away. */
export async function starRun(app: AppState, { id: run, starred }: RunSummary): Promise<void> {
  await app.attempt(() => app.client.ask('run.star', { run, starred: !starred }));
}

/** Or takes the star away. */
export async function starSample(app: AppState, { id: sample, starred }: SampleSummary): Promise<void> {
  await app.attempt(() => app.client.ask('sample.edit', { sample, starred: !starred }));
}

/** Can be taken back while the message stands. */
async function rename(
  app: AppState,
  before: string,
  name: string,
  to: (name: string) => Promise<unknown>,
): Promise<void> {
  if (name === before) return;
  await app.undo.change(async () => {
    if ((await app.attempt(() => to(name))) === null) return;
    const step = async (): Promise<void> => {
      await app.attempt(() => to(before));
    };
    const said = (): string =>
      name === '' ? say`The name was taken away.` : say`Renamed to “${nameInSentence(name)}”.`;
    app.undo.offer(said, step);
  });
}

export async function deleteRun(app: AppState, run: RunSummary): Promise<void> {
  const samples = app.library.samples.filter((sample) => sample.run === run.id).length;
  const items = [
    ...(run.step > 0 ? [say`its checkpoints, up to step ${count(run.step)}`, say`its loss curve`] : []),
    ...(samples > 0 ? [say`${counted(samples, 'sample')} that it wrote`] : []),
  ];
  const yes = await app.confirmation.ask({
    title: say`Delete “${nameInSentence(run.name)}”?`,
    body: items.length > 0 ? `${undoableForAMinute()} ${say`Also deleted:`}` : undoableForAMinute(),
    items,
    action: say`Delete the run`,
  });
  if (!yes) return;
  await app.undo.change(async () => {
    const done = await app.attempt(() => app.client.ask('library.put-run-aside', { run: run.id }));
    if (done) offerBack(app, run.name, { corpus: null, runs: [run.id] });
  });
}

export async function exportCorpus(app: AppState, corpus: CorpusSummary): Promise<void> {
  const destination = await app.attempt(() => app.bridge.chooseSaveDestination(`${corpus.name}.txt`, 'text'));
  if (!destination) return;
  const ask = { corpus: corpus.id, file: destination.file };
  const written = await app.attempt(() => app.client.ask('corpus.export', ask));
  if (written)
    app.notices.show(
      'info',
      () => say`${nameInSentence(corpus.name)} was saved as ${destination.name}: ${bytes(written.bytes)} of UTF-8.`,
    );
}

export async function deleteCorpus(app: AppState, corpus: CorpusSummary): Promise<void> {
  const storage = await app.attempt(() => app.client.ask('library.storage', {}));
  const runs = app.library.runsOn(corpus.id);
  const own = storage?.corpora.find((other) => other.corpus === corpus.id)?.bytes ?? 0;
  const room = (run: RunSummary): number => storage?.byRun.find((other) => other.run === run.id)?.bytes ?? 0;
  const freed = runs.reduce((sum, run) => sum + room(run), own);
  const yes = await app.confirmation.ask({
    title: say`Delete “${nameInSentence(corpus.name)}”?`,
    body: [
      undoableForAMinute(),
      goesWith(runs.length),
      ...(storage ? [say`About ${bytes(freed)} come back to the disk.`] : []),
    ].join(' '),
    items: runs.map((run) => [run.name, ...samplesOf(app, run), ...(storage ? [bytes(room(run))] : [])].join(' · ')),
    action: say`Delete the text`,
  });
  if (!yes) return;
  await app.undo.change(async () => {
    const done = await app.attempt(() => app.client.ask('library.put-corpus-aside', { corpus: corpus.id }));
    if (done) offerBack(app, corpus.name, { corpus: corpus.id, runs: done.runs });
  });
}

/** What was deleted can be brought back for a while. */
function offerBack(app: AppState, name: string, gone: Ask<'library.bring-back'>): void {
  const step = async (): Promise<void> => {
    await app.attempt(() => app.client.ask('library.bring-back', gone));
  };
  app.undo.offerAside(() => say`${nameInSentence(name)} was deleted.`, step);
}

function goesWith(runs: number): string {
  if (runs === 0) return say`No model was trained on it. What it was made of stays where it is.`;
  return runs === 1
    ? say`Also deleted: the run below, and all that it wrote.`
    : say`Also deleted: the ${count(runs)} runs below, and all that they wrote.`;
}

function samplesOf(app: AppState, run: RunSummary): string[] {
  const samples = app.library.samples.filter((sample) => sample.run === run.id).length;
  return samples === 0 ? [] : [counted(samples, 'sample')];
}

/**
 * Deletes a text with all that branched off it; for a while it can be brought back.
 * @returns what was deleted; null: nothing
 */
export async function pruneSample(app: AppState, sample: SampleId): Promise<readonly SampleId[] | null> {
  return app.undo.change(async () => {
    const done = await app.attempt(() => app.client.ask('sample.prune', { sample }));
    if (!done) return null;
    const { samples } = done;
    const step = async (): Promise<void> => {
      await app.attempt(() => app.client.ask('sample.restore', { samples }));
    };
    app.undo.offerBack(() => say`${counted(samples.length, 'text')} deleted.`, step);
    return samples;
  });
}
