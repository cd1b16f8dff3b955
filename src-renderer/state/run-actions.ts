// What can be done with a run in the queue, and with a checkpoint: for menus and buttons of several screens.

import type { CheckpointSummary, RunId, RunSummary } from '../../src-engine/protocol/index.ts';
import { bytes, count } from '../text/format.ts';
import { ordinal } from '../text/run-words.ts';
import { say } from '../text/say.ts';
import { nameInSentence } from '../text/symbols.ts';
import type { AppState } from './app-state.svelte.ts';
import { undoableForAMinute } from './undo.svelte.ts';

/** At the end of the queue. */
export async function addToQueue(app: AppState, run: RunId): Promise<void> {
  await moveInQueue(app, run, app.library.queue.length + 1);
}

export async function moveInQueue(app: AppState, run: RunId, place: number): Promise<void> {
  const moved = await app.attempt(() => app.client.ask('run.queue', { run, place }));
  if (moved === null) return;
  const { name, queuePlace } = moved;
  if (queuePlace !== null)
    app.notices.announce(() => say`${nameInSentence(name)} is ${ordinal(queuePlace)} in the queue`);
}

/** Can be taken back while the message stands. */
export async function takeOutOfQueue(app: AppState, run: RunId): Promise<void> {
  await app.undo.change(async () => {
    const place = app.library.run(run)?.queuePlace ?? null;
    const taken = await app.attempt(() => app.client.ask('run.queue', { run, place: null }));
    if (taken === null || place === null) return;
    app.undo.offer(
      () => say`${nameInSentence(taken.name)} was removed from the queue.`,
      () => moveInQueue(app, run, place),
    );
  });
}

/** The run that trains meanwhile makes room: it is paused, and comes next. */
export async function startNow(app: AppState, run: RunSummary): Promise<void> {
  const { client, library, notices } = app;
  const { training } = library;
  await app.attempt(async () => {
    if (training) await client.ask('run.pause', { run: training.id });
    await client.ask('run.continue', { run: run.id });
    if (!training) return;
    await client.ask('run.queue', { run: training.id, place: 1 });
    notices.show('info', () => say`${nameInSentence(training.name)} is paused and comes next in the queue.`);
  });
}

/** With a run whose own text is not here; a text to branch onto may have to be brought in first. */
export function branchOntoText(app: AppState, run: RunId, step: number | null = null): void {
  if (app.library.corpora.length > 0) return app.go({ kind: 'branch', run, step });
  app.notices.show('info', () => say`Bring in a text first. Then branch the model onto it.`);
  app.go({ kind: 'add-corpus' });
}

/** For a while it can be brought back. */
export async function deleteCheckpoint(app: AppState, run: RunId, checkpoint: CheckpointSummary): Promise<void> {
  const yes = await app.confirmation.ask({
    title: say`Delete the checkpoint at step ${count(checkpoint.step)}?`,
    body: `${undoableForAMinute()} ${say`The curve and what was written with it stay; ${bytes(checkpoint.bytes)} become free.`}`,
    items: [],
    action: say`Delete the checkpoint`,
  });
  if (!yes) return;
  const which = { run, checkpoint: checkpoint.id };
  await app.undo.change(async () => {
    if ((await app.attempt(() => app.client.ask('library.put-checkpoint-aside', which))) === null) return;
    app.undo.offerAside(
      () => say`The checkpoint at step ${count(checkpoint.step)} was deleted.`,
      async () => {
        await app.attempt(() => app.client.ask('library.bring-checkpoint-back', which));
      },
    );
  });
}
