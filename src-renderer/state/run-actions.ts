// What can be done with a run in the queue; for menus and buttons of several screens.

import type { RunId, RunSummary } from '../../src-engine/protocol/index.ts';
import { ordinal } from '../text/run-words.ts';
import type { Session } from './session.svelte.ts';

/** At the end of the queue. */
export async function addToQueue(session: Session, run: RunId): Promise<void> {
  await moveInQueue(session, run, session.shelf.queue.length + 1);
}

export async function moveInQueue(session: Session, run: RunId, place: number): Promise<void> {
  const done = await session.attempt(async () => {
    await session.client.ask('run.queue', { run, place });
    await session.shelf.refresh();
  });
  const moved = session.shelf.run(run);
  if (done !== null && moved?.queuePlace != null)
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
