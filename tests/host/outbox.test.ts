// What the host has to say is merged on its way to the page, and nothing of it is lost.

import { describe, expect, it } from 'vitest';
import { Outbox } from '../../src-engine/host/outbox.ts';
import type { LibraryChanges } from '../../src-engine/protocol/changes.ts';
import type { EngineEvent, RunId, StreamId } from '../../src-engine/protocol/index.ts';

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
    secondsLeft: null,
    forecast: null,
    peakShare: null,
    points: [{ step, loss: 1 }],
  };
}

const state = (value: 'training' | 'paused'): EngineEvent => ({ kind: 'run.state', run, state: value, message: null });

/** Pushes all at once and waits until everything has gone. */
async function pass(
  events: readonly EngineEvent[],
  messages: number,
): Promise<{ sent: EngineEvent[]; milliseconds: number }> {
  const began = performance.now();
  const sent: EngineEvent[] = [];
  await new Promise<void>((resolve) => {
    const outbox = new Outbox((event) => {
      sent.push(event);
      if (sent.length === messages) resolve();
    });
    for (const event of events) outbox.push(event);
  });
  return { sent, milliseconds: performance.now() - began };
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
    const { sent } = await pass([progress(1), progress(2), text('a'), progress(3), text('b'), text('c')], 3);
    expect(sent[0]).toEqual(progress(1));
    expect(sent[1]).toMatchObject({ step: 3, points: [{ step: 2 }, { step: 3 }] });
    expect(sent[2]).toEqual(text('abc'));
  });

  it('keeps the order of what cannot be merged, and of a run’s states and progress', async () => {
    const events = [state('training'), progress(1), state('paused'), state('training'), progress(2)];
    const { sent } = await pass(events, 5);
    expect(sent).toEqual(events);
  });

  it('merges the rows that have changed, and tells them behind what happened on the way to them', async () => {
    const changed = (changes: LibraryChanges | null): EngineEvent => ({ kind: 'library.changed', changes });
    const gone = (...ids: number[]): LibraryChanges => ({ runs: { rows: [], gone: ids as RunId[] } });
    const { sent } = await pass([progress(1), changed(gone(1)), state('paused'), changed(gone(2))], 3);
    expect(sent).toEqual([progress(1), state('paused'), changed(gone(1, 2))]);
    const unknown = await pass([progress(1), changed(gone(1)), changed(null), changed(gone(2))], 2);
    expect(unknown.sent[1]).toEqual(changed(null));
  });

  it('sends no more than 20 messages a second', async () => {
    const events = Array.from({ length: 11 }, () => state('training'));
    const { milliseconds } = await pass(events, 11);
    expect(milliseconds).toBeGreaterThanOrEqual(10 * 49);
  });

  it('hurries the end of a text, behind what came before it, and rests the longer afterwards', async () => {
    const failed: EngineEvent = {
      kind: 'sample.failed',
      stream: 1 as StreamId,
      error: { code: 'cancelled', message: 'Stopped.' },
    };
    const sent: EngineEvent[] = [];
    const outbox = new Outbox((event) => sent.push(event));
    for (const event of [state('training'), progress(1), state('paused'), failed]) outbox.push(event);
    expect(sent).toEqual([state('training'), progress(1), state('paused'), failed]);
    const began = performance.now();
    await new Promise<void>((resolve) => {
      outbox.push(progress(2));
      const look = setInterval(() => {
        if (sent.length < 5) return;
        clearInterval(look);
        resolve();
      }, 1);
    });
    // Three went at once.
    expect(performance.now() - began).toBeGreaterThanOrEqual(3 * 50 - 10);
    outbox.close();
  });

  it('sends nothing after it was closed', async () => {
    const sent: EngineEvent[] = [];
    const outbox = new Outbox((event) => sent.push(event));
    outbox.push(state('training'));
    outbox.push(state('paused'));
    outbox.close();
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(sent).toEqual([state('training')]);
  });
});
