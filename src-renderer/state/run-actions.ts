// What can be done with a run in the queue, and with a checkpoint: for menus and buttons of several screens.

import type { CheckpointSummary, RunId, RunSummary } from '../../src-engine/protocol/index.ts';
import { bytes, count } from '../text/format.ts';
import { ordinal } from '../text/run-words.ts';
import type { RunView } from './run-view.svelte.ts';
import type { Session } from './session.svelte.ts';

/** At the end of the queue. */
export async function addToQueue(session: Session, run: RunId): Promise<void> {
  await moveInQueue(session, run, session.shelf.queue.length + 1);
}

export async function moveInQueue(session: Session, run: RunId, place: number): Promise<void> {
  const moved = await session.attempt(() => session.client.ask('run.queue', { run, place }));
  if (moved !== null && moved.queuePlace !== null)
    session.notices.announce(`${moved.name} is ${ordinal(moved.queuePlace)} in the queue`);
}

export async function takeOutOfQueue(session: Session, run: RunId): Promise<void> {
  await session.attempt(() => session.client.ask('run.queue', { run, place: null }));
}

/** The run that trains meanwhile makes room: it is paused, and comes next. */
export async function startNow(session: Session, run: RunSummary): Promise<void> {
  const { client, shelf, notices } = session;
  const { training } = shelf;
  await session.attempt(async () => {
    if (training) await client.ask('run.pause', { run: training.id });
    await client.ask('run.continue', { run: run.id });
    if (!training) return;
    await client.ask('run.queue', { run: training.id, place: 1 });
    notices.show('info', `${training.name} is paused and comes next in the queue.`);
  });
}

/** With a run whose own text is not here; a text to branch onto may have to be brought in first. */
export function branchOntoText(session: Session, run: RunId, step: number | null = null): void {
  if (session.shelf.corpora.length > 0) return session.go({ kind: 'branch', run, step });
  session.notices.show('info', 'Bring in a text first. Then branch the model onto it.');
  session.go({ kind: 'add-corpus' });
}

export async function deleteCheckpoint(session: Session, view: RunView, checkpoint: CheckpointSummary): Promise<void> {
  const yes = await session.confirmation.ask({
    title: `Delete the checkpoint at step ${count(checkpoint.step)}?`,
    body: `It cannot be brought back. The curve and what was written with it stay; ${bytes(checkpoint.bytes)} become free.`,
    items: [],
    action: 'Delete the checkpoint',
  });
  if (yes) await session.attempt(() => view.deleteCheckpoint(checkpoint.id));
}
