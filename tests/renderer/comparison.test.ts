// Models that are compared: texts at checkpoints, remembered, played through, and never more than one under way.

import { afterEach, describe, expect, it } from 'vitest';
import type {
  CheckpointId,
  CheckpointSummary,
  SampleDraft,
  RunDetail,
  RunId,
} from '../../src-engine/protocol/index.ts';
import {
  ComparedModel,
  SharedDrafts,
  meanBits,
} from '../../src-renderer/screens/generate/compare/comparison.svelte.ts';
import { connected, turn } from './engine.ts';

const run = 4 as RunId;
const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

function checkpoint(step: number, best = false): CheckpointSummary {
  return { id: (step + 1000) as CheckpointId, step, validation: 1, best, bytes: 1, createdAt: step };
}

function draft(step: number, text = `text of ${step}`): SampleDraft {
  return {
    step,
    fed: 'Call ',
    text,
    lengths: new Uint8Array(text.length).fill(1),
    surprisals: new Float32Array(text.length).fill(2),
  };
}

const task = { prompt: 'Call ', sampling: { stages: [], seed: 1, length: 100 } };

async function begin(checkpoints = [checkpoint(10), checkpoint(20, true), checkpoint(30)]) {
  const { client, engine } = connected();
  const model = new ComparedModel(client, new SharedDrafts(client));
  endings.push(() => {
    model.close();
    client.detach();
  });
  model.give(task);
  const chosen = model.choose(run);
  await engine.answer('run.show', { checkpoints } as unknown as RunDetail);
  await chosen;
  return { engine, model };
}

describe('a compared model', () => {
  it('begins with the best checkpoint and writes at once what is shown', async () => {
    const { engine, model } = await begin();
    expect(model.index).toBe(1);
    const ask = await engine.next('sample.draft');
    expect(ask.body).toEqual({ run, checkpoint: { id: 1020 }, ...task });
    engine.tell({ kind: 'answer', id: ask.id, body: draft(20) });
    await expect.poll(() => model.draft?.text).toBe('text of 20');
  });

  it('asks for the newest wish only, while one is under way', async () => {
    const { engine, model } = await begin();
    const first = await engine.next('sample.draft');
    model.show(0);
    model.show(1);
    model.show(2);
    await turn();
    expect(engine.asked.filter(({ name }) => name === 'sample.draft')).toEqual([]);
    engine.tell({ kind: 'answer', id: first.id, body: draft(20) });
    const second = await engine.next('sample.draft');
    expect(second.body).toMatchObject({ checkpoint: { id: 1030 } });
    engine.tell({ kind: 'answer', id: second.id, body: draft(30) });
    await expect.poll(() => model.draft?.step).toBe(30);
  });

  it('remembers what was written, until the task changes', async () => {
    const { engine, model } = await begin();
    await engine.answer('sample.draft', draft(20));
    model.show(2);
    await engine.answer('sample.draft', draft(30));
    model.show(1);
    await expect.poll(() => model.draft?.step).toBe(20);
    expect(engine.asked.filter(({ name }) => name === 'sample.draft')).toEqual([]);
    model.give({ ...task, prompt: 'Other' });
    await engine.answer('sample.draft', draft(20, 'anew'));
    expect(model.draft?.text).toBe('anew');
  });

  it('says why there is no text, and asks again when it is wanted again', async () => {
    const { engine, model } = await begin();
    await engine.refuse('sample.draft', { code: 'no-checkpoint', message: 'It is gone.' });
    expect(model.problem).toBe('It is gone.');
    expect(model.draft).toBeNull();
    model.show(1);
    await engine.answer('sample.draft', draft(20));
    expect(model.problem).toBeNull();
  });

  it('plays from the beginning to the end, and waits for a text that is still being written', async () => {
    const { engine, model } = await begin();
    await engine.answer('sample.draft', draft(20));
    model.show(2);
    await engine.answer('sample.draft', draft(30));
    model.play();
    expect(model.index).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(model.index).toBe(0);
    await engine.answer('sample.draft', draft(10));
    await expect.poll(() => model.playing).toBe(false);
    expect(model.index).toBe(2);
  });

  it('lets go of checkpoints that are gone, and shows what stands in the place of one', async () => {
    const { engine, model } = await begin();
    await engine.answer('sample.draft', draft(20));
    const changes = { gone: [1010 as CheckpointId], best: 1030 as CheckpointId };
    await engine.event({ kind: 'run.checkpoints', run: 5 as RunId, ...changes });
    expect(model.checkpoints).toHaveLength(3);
    await engine.event({ kind: 'run.checkpoints', run, ...changes });
    expect(model.checkpoints.map(({ step, best }) => [step, best])).toEqual([
      [20, false],
      [30, true],
    ]);
    expect(model.checkpoint?.step).toBe(20);
    await engine.event({ kind: 'run.checkpoints', run, gone: [1020 as CheckpointId], best: 1030 as CheckpointId });
    expect(model.checkpoint?.step).toBe(30);
    await engine.answer('sample.draft', draft(30));
    expect(model.draft?.step).toBe(30);
  });

  it('takes new checkpoints of its run as they come, and follows them from the last one only', async () => {
    const { engine, model } = await begin();
    await engine.answer('sample.draft', draft(20));
    await engine.event({ kind: 'run.checkpoint', run, checkpoint: checkpoint(40), gone: [], best: null });
    await engine.event({ kind: 'run.checkpoint', run: 5 as RunId, checkpoint: checkpoint(50), gone: [], best: null });
    expect(model.checkpoints.map(({ step }) => step)).toEqual([10, 20, 30, 40]);
    expect(model.index).toBe(1);
    model.show(3);
    await engine.answer('sample.draft', draft(40));
    await engine.event({ kind: 'run.checkpoint', run, checkpoint: checkpoint(60), gone: [], best: null });
    expect(model.checkpoint?.step).toBe(60);
  });

  it('of a run without checkpoints is empty', async () => {
    const { engine, model } = await begin([]);
    expect([model.loaded, model.checkpoint, model.draft]).toEqual([true, undefined, null]);
    model.play();
    expect(model.playing).toBe(false);
    await turn();
    expect(engine.asked).toEqual([]);
  });
});

describe('figures', () => {
  it('are the mean surprise', () => {
    expect(meanBits(Float32Array.of(1, 2, 6))).toBe(3);
    expect(meanBits(new Float32Array(0))).toBeNull();
  });
});
