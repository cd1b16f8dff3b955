// What the host has to say is merged on its way to the page, and nothing of it is lost.

import { describe, expect, it } from 'vitest';
import { Outbox } from '../../src-engine/host/outbox.ts';
import type { LibraryChanges } from '../../src-engine/protocol/changes.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { EngineEvent, RunId, StreamId } from '../../src-engine/protocol/index.ts';
import { errorOf } from '../engine-error.ts';

const run = 1 as RunId;

function progress(step: number): EngineEvent {
  return {
    kind: 'run.progress',
    run,
    step,
    totalSteps: null,
    epoch: 0,
    loss: 1,
    learningRate: 1,
    charactersPerSecond: 1,
    seconds: 1,
    characters: 100,
    secondsLeft: null,
    forecast: null,
    peakShare: null,
    points: [{ step, loss: 1 }],
  };
}

const state = (value: 'training' | 'paused'): EngineEvent => ({ kind: 'run.state', run, state: value, message: null });

const validation = (step: number): EngineEvent => ({ kind: 'run.validation', run, step, loss: 1 });

const failed: EngineEvent = {
  kind: 'sample.failed',
  stream: 1 as StreamId,
  error: errorOf('cancelled', 'Stopped.'),
};

/** Pushes all at once, and waits until so many events have come: the messages that brought them. */
async function pass(events: readonly EngineEvent[], count: number): Promise<(readonly EngineEvent[])[]> {
  const messages: (readonly EngineEvent[])[] = [];
  await new Promise<void>((resolve) => {
    const outbox = new Outbox((message) => {
      messages.push(message);
      if (messages.flat().length === count) resolve();
    });
    for (const event of events) outbox.push(event);
  });
  return messages;
}

describe('the outbox', () => {
  it('merges progress and text, and loses no point and no character', async () => {
    const text = (value: string): EngineEvent => ({
      kind: 'sample.text',
      stream: 1 as StreamId,
      text: value,
      lengths: Uint8Array.from(value, () => 1),
      surprisals: Float32Array.from(value, (character) => character.charCodeAt(0)),
    });
    const sent = (await pass([progress(1), progress(2), text('a'), progress(3), text('b'), text('c')], 3)).flat();
    expect(sent[0]).toEqual(progress(1));
    expect(sent[1]).toMatchObject({ step: 3, points: [{ step: 2 }, { step: 3 }] });
    expect(sent[2]).toEqual(text('abc'));
  });

  it('keeps the order of what cannot be merged, and of a run’s states and progress', async () => {
    const events = [state('training'), progress(1), state('paused'), state('training'), progress(2)];
    expect((await pass(events, 5)).flat()).toEqual(events);
  });

  it('merges the rows that have changed, and tells them behind what happened on the way to them', async () => {
    const changed = (changes: LibraryChanges | null): EngineEvent => ({ kind: 'library.changed', changes });
    const gone = (...ids: number[]): LibraryChanges => ({ runs: { rows: [], gone: ids as RunId[] } });
    const sent = await pass([progress(1), changed(gone(1)), state('paused'), changed(gone(2))], 3);
    expect(sent.flat()).toEqual([progress(1), state('paused'), changed(gone(1, 2))]);
    const unknown = await pass([progress(1), changed(gone(1)), changed(null), changed(gone(2))], 2);
    expect(unknown.flat()[1]).toEqual(changed(null));
  });

  it('sends no more than 20 messages a second', async () => {
    const sentAt: number[] = [];
    const outbox = new Outbox(() => sentAt.push(performance.now()));
    const began = performance.now();
    while (sentAt.length < 11) {
      outbox.push(state('training'));
      await new Promise((resolve) => setImmediate(resolve));
    }
    outbox.close();
    expect(performance.now() - began).toBeGreaterThanOrEqual(10 * 49);
  });

  it('lets nothing queue behind what comes faster than messages may go', async () => {
    const validations = Array.from({ length: 1_000 }, (_, step) => validation(step));
    const trouble: EngineEvent = { kind: 'library.trouble', since: 1, why: sentence`Locked.` };
    const messages = await pass([...validations, trouble], 1_001);
    expect(messages).toEqual([validations.slice(0, 1), [...validations.slice(1), trouble]]);
  });

  it('hurries the end of a text, behind what came before it, and rests the longer afterwards', async () => {
    const sent: (readonly EngineEvent[])[] = [];
    const outbox = new Outbox((message) => sent.push(message));
    const began = performance.now();
    for (const event of [state('training'), progress(1), state('paused'), failed]) outbox.push(event);
    expect(sent).toEqual([[state('training')], [progress(1), state('paused'), failed]]);
    for (let count = 0; count < 100; count++) outbox.push(failed);
    // So many go ahead of their time; the others wait.
    expect(sent).toHaveLength(6);
    await expect.poll(() => sent, { interval: 1 }).toHaveLength(7);
    expect(performance.now() - began).toBeGreaterThanOrEqual(6 * 49);
    expect(sent.flat()).toHaveLength(104);
    outbox.close();
  });

  it('sends nothing after it was closed', async () => {
    const sent: EngineEvent[] = [];
    const outbox = new Outbox((events) => sent.push(...events));
    outbox.push(state('training'));
    outbox.push(state('paused'));
    outbox.close();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(sent).toEqual([state('training')]);
  });
});
