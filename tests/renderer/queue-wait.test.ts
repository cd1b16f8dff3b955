// How long a run in the queue still has to wait.

import { expect, it } from 'vitest';
import type { EngineEvent, ModelSummary, RunId } from '../../src-engine/protocol/index.ts';
import { QueueWait } from '../../src-renderer/screens/train/queue-wait.svelte.ts';
import { connected, turn } from './engine.ts';
import { detailAt } from './runs.ts';

const training = detailAt(500, { id: 1 as RunId });
/** Begun before, and paused meanwhile: 250 of 1,000 steps took 10 s. */
const begun = detailAt(250, { id: 2 as RunId, state: 'queued', queuePlace: 1 });
const fresh = detailAt(0, { id: 3 as RunId, state: 'queued', queuePlace: 2, totalSteps: null });

function progress(secondsLeft: number | null): EngineEvent {
  return { kind: 'run.progress', run: training.id, secondsLeft } as EngineEvent;
}

it('is what is left of the run that trains, and of all that stand before it', async () => {
  const { client, engine } = connected();
  const wait = new QueueWait(client);
  const close = wait.open();
  wait.measure([begun, fresh]);
  // Asked again at every step of the run that trains, it answers from what it knows.
  wait.measure([begun, fresh]);
  await engine.answer('run.show', begun);
  await engine.answer('run.show', fresh);
  await engine.answer('run.plan', { seconds: 90 } as ModelSummary);
  expect(wait.secondsOf(begun.id)).toBe(30);
  expect(wait.secondsUntil(training, [begun])).toBeNull();
  await engine.event(progress(20));
  expect(wait.secondsUntil(training, [begun])).toBe(50);
  expect(wait.secondsUntil(training, [begun, fresh])).toBe(140);
  expect(wait.secondsUntil(undefined, [])).toBe(0);
  expect(engine.asked).toEqual([]);
  close();
  await engine.event(progress(5));
  expect(wait.secondsUntil(training, [])).toBe(20);
  engine.close();
});

it('is not known as long as it is not known of one of them', async () => {
  const { client, engine } = connected();
  const wait = new QueueWait(client);
  wait.open();
  wait.measure([begun, fresh]);
  await engine.answer('run.show', begun);
  await engine.refuse('run.show', { code: 'not-found', message: 'It is gone.' });
  await turn();
  await engine.event(progress(20));
  expect(wait.secondsUntil(training, [begun])).toBe(50);
  expect(wait.secondsUntil(training, [begun, fresh])).toBeNull();
  await engine.event(progress(null));
  expect(wait.secondsUntil(training, [begun])).toBeNull();
  engine.close();
});
