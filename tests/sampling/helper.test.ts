// Reading with a second thread: the same bits as alone, whoever of the two computes which columns.

import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { mailbox as layout } from '../../src-engine/kernels/layouts.ts';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { Helper } from '../../src-engine/sampling/helper.ts';
import { openSession } from '../../src-engine/sampling/session.ts';
import type { Session, SoloSession } from '../../src-engine/sampling/session.ts';
import type { DyingHelper } from './dying-helper.ts';
import { trainedModel, vocabulary } from './models.ts';

const plain = compileKernels('plain');
function wordOf({ call }: SoloSession, name: keyof typeof layout): Int32Array {
  return new Int32Array(call.memory.buffer, (call.mailbox + layout[name].at) * 4, 1);
}

/** How many portions the helper has finished. */
function finishedBy(session: SoloSession): number {
  return Atomics.load(wordOf(session, 'finished'), 0);
}

/**
 * A session and a helper that ends with the first portion in its hands: by an error, or without a word, as if ended
 * from outside.
 */
function deserted(ending: DyingHelper['ending']): { readonly session: SoloSession; readonly helper: Worker } {
  const session = openSession(plain, trainedModel({ hidden: 128 }), { streams: 1, steps: 1 });
  session.isHelped = true;
  const workerData: DyingHelper = { ...session.call, ending };
  return { session, helper: new Worker(new URL('./dying-helper.ts', import.meta.url), { workerData }) };
}

/** Reads until the helper has taken its portion and died. */
async function readOn(session: SoloSession): Promise<void> {
  for (let turn = 0; ; turn++) {
    read(session, turn);
    if (turn % 50 === 49) await delay(1);
  }
}

function read(session: SoloSession, turn: number): number[] {
  for (let stream = 0; stream < session.ids.length; stream++)
    session.ids[stream] = (turn * 5 + stream * 3) % vocabulary;
  session.read();
  return session.logits.flatMap((logits) => Array.from(logits));
}

const models: Record<string, Partial<ModelSettings>> = {
  lstm: { hidden: 128 },
  'gru with an odd width and an embedding': { cell: 'gru', hidden: 213, embedding: 40 },
  'normalised rnn': { cell: 'rnn', hidden: 300, layerNorm: true },
};

describe('a helper', () => {
  it.each(Object.keys(models))('changes no bit: %s', async (name) => {
    const trained = trainedModel(models[name]);
    for (const streams of [1, 2, 7]) {
      const helper = new Helper();
      const helped = openSession(plain, trained, { streams, steps: 1 });
      const alone = openSession(plain, trained, { streams, steps: 1 });
      helped.isHelped = true;
      expect(helper.engage(helped)).toBe(true);
      // On a busy machine the helper may come late: go on until it has done its part.
      for (let turn = 0; turn < 50 || finishedBy(helped) < 20; turn++) {
        expect(read(helped, turn)).toEqual(read(alone, turn));
        if (turn % 50 === 49) await delay(1);
      }
      helper.release(helped);
      const finished = finishedBy(helped);
      expect(read(helped, 1)).toEqual(read(alone, 1));
      expect(finishedBy(helped)).toBe(finished);
    }
  });

  it('sleeps between two texts and serves one after another, one at a time', async () => {
    const helper = new Helper();
    const trained = trainedModel({ hidden: 128 });
    const [first, second] = [1, 2].map(() => openSession(plain, trained, { streams: 1, steps: 1 }));
    expect(helper.engage(first)).toBe(true);
    expect(helper.engage(second)).toBe(false);
    for (const session of [first, second]) {
      expect(helper.engage(session)).toBe(true);
      session.isHelped = true;
      for (let turn = 0; finishedBy(session) < 10; turn++) {
        read(session, turn);
        if (turn % 50 === 49) await delay(20);
      }
      helper.release(session);
    }
  });

  it('that does not come is not waited for', () => {
    const trained = trainedModel({ hidden: 128 });
    const session = openSession(plain, trained, { streams: 1, steps: 1 });
    const alone = openSession(plain, trained, { streams: 1, steps: 1 });
    session.isHelped = true;
    for (let turn = 0; turn < 20; turn++) expect(read(session, turn)).toEqual(read(alone, turn));
    expect(finishedBy(session)).toBe(0);
  });

  it('whose thread fails serves nobody any more, so that nobody counts on it', async () => {
    const helper = new Helper();
    const call = { compiled: null, memory: null, mailbox: 0 };
    const dismiss = vi.fn();
    const session = { call, isHelped: true, dismiss } as unknown as Session;
    expect(helper.engage(session)).toBe(true);
    await expect.poll(() => session.isHelped).toBe(false);
    expect(dismiss).toHaveBeenCalledOnce();
    expect(helper.engage(session)).toBe(false);
  });

  it('that dies in the middle of a product ends the text with a sentence', async () => {
    const { session, helper } = deserted('by an error');
    const death = once(helper, 'error');
    await expect(readOn(session)).rejects.toThrow('A thread that helped to write this text has died');
    expect(wordOf(session, 'lost')[0]).toBe(1);
    expect(session.hasLostHelper).toBe(true);
    // What it has read since is worth nothing.
    session.isHelped = false;
    expect(() => read(session, 0)).toThrow('A thread that helped');
    await death;
  });

  it('that dies without a word is not waited for without end', async () => {
    const { session, helper } = deserted('without a word');
    wordOf(session, 'patience')[0] = 1;
    const death = once(helper, 'exit');
    await expect(readOn(session)).rejects.toThrow('A thread that helped to write this text has died');
    expect(wordOf(session, 'lost')[0]).toBe(0);
    await death;
  });

  it('that was lost by one text helps with no other', () => {
    const helper = new Helper();
    const [lost, next] = [1, 2].map(() => openSession(plain, trainedModel({ hidden: 128 }), { streams: 1, steps: 1 }));
    expect(helper.engage(lost)).toBe(true);
    helper.release(Object.defineProperty(lost, 'hasLostHelper', { value: true }));
    expect(helper.engage(next)).toBe(false);
  });
});
