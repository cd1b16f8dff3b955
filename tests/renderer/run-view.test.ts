// A run as the page follows it.

import { afterEach, describe, expect, it } from 'vitest';
import type { CheckpointId, RunId } from '../../src-engine/protocol/index.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { RunView } from '../../src-renderer/state/run-view.svelte.ts';
import { connected } from './engine.ts';
import { curveOf, detailAt, progress } from './runs.ts';

const run = 4 as RunId;

const opened: { close(): void }[] = [];

function open() {
  const { client, engine } = connected();
  const view = new RunView(client, run);
  opened.push(view, { close: () => client.detach() });
  return { client, engine, view };
}

afterEach(() => {
  for (const thing of opened.splice(0)) thing.close();
});

/** The page draws some time after the events. */
async function drawn(view: RunView, steps: number): Promise<void> {
  while (view.training.steps.length !== steps) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('opening a run', () => {
  it('knows what was written nearest to its best checkpoint', async () => {
    const { engine, view } = open();
    const loading = view.load();
    const specimens = [10, 20, 30].map((step) => ({ step, prompt: '', text: `at ${step}`, temperature: 0.8 }));
    const checkpoints = [15, 30].map((step) => ({
      ...{ id: step as CheckpointId, step, validation: 2, bytes: 1, createdAt: 0 },
      best: step === 15,
    }));
    await engine.answer('run.show', detailAt(30, { state: 'finished', specimens, checkpoints }));
    await engine.answer('run.curve', curveOf([]));
    await loading;
    expect(view.bestSpecimen?.text).toBe('at 20');
  });

  it('has the mean speed of all that it has trained, and none before', async () => {
    const { engine, view } = open();
    const loading = view.load();
    expect(view.meanSpeed).toBeNull();
    // Of lines with labels fewer than batch × sequence a step: what fills them up is not read.
    const training = { ...defaultTraining(2), batch: 8, sequence: 25 };
    await engine.answer('run.show', detailAt(30, { state: 'finished', seconds: 12, characters: 1800, training }));
    await engine.answer('run.curve', curveOf([]));
    await loading;
    expect(view.meanSpeed).toBe(150);
  });

  it('shows its curve, and adds what came between question and answer once', async () => {
    const { engine, view } = open();
    const loading = view.load();
    await engine.next('run.show').then(async (show) => {
      await engine.event(
        progress(3, [
          { step: 2, loss: 3.5 },
          { step: 3, loss: 3 },
        ]),
      );
      engine.tell({ kind: 'answer', id: show.id, body: detailAt(2) });
    });
    await engine.answer(
      'run.curve',
      curveOf([
        { step: 1, loss: 4 },
        { step: 2, loss: 3.5 },
      ]),
    );
    await loading;
    expect([...view.training.steps]).toEqual([1, 2, 3]);
    expect([...view.training.losses]).toEqual([4, 3.5, 3]);
    expect(view.live?.step).toBe(3);
  });

  it('says why it cannot be read', async () => {
    const { engine, view } = open();
    const loading = view.load();
    await engine.refuse('run.show', { code: 'not-found', message: 'There is no run 4.' });
    await loading;
    expect(view.problem).toBe('There is no run 4.');
  });
});

describe('following a run', () => {
  async function loaded() {
    const parts = open();
    const loading = parts.view.load();
    await parts.engine.answer('run.show', detailAt(2));
    await parts.engine.answer(
      'run.curve',
      curveOf([
        { step: 1, loss: 4 },
        { step: 2, loss: 3.5 },
      ]),
    );
    await loading;
    return parts;
  }

  it('adds points, and leaves other runs alone', async () => {
    const { engine, view } = await loaded();
    await engine.event(progress(99, [{ step: 99, loss: 9 }], 5 as RunId));
    await engine.event(
      progress(4, [
        { step: 3, loss: 3 },
        { step: 4, loss: 2.5 },
      ]),
    );
    await drawn(view, 4);
    expect([...view.training.steps]).toEqual([1, 2, 3, 4]);
  });

  it('voids what it drew after the step to which a run went back', async () => {
    const { engine, view } = await loaded();
    await engine.event(
      progress(5, [
        { step: 3, loss: 3 },
        { step: 4, loss: 50 },
        { step: 5, loss: 90 },
      ]),
    );
    await engine.event(progress(3, [{ step: 3, loss: 2.9 }]));
    await drawn(view, 3);
    expect([...view.training.losses]).toEqual([4, 3.5, expect.closeTo(2.9, 12)]);
  });

  it('hears that checkpoints were deleted elsewhere, and that the run itself was', async () => {
    const { engine, view } = await loaded();
    await engine.event({ kind: 'library.changed', changes: null });
    const checkpoint = { id: 7 as CheckpointId, step: 2, validation: 2, best: true, bytes: 10, createdAt: 0 };
    await engine.answer('run.show', detailAt(2, { checkpoints: [checkpoint] }));
    expect(view.checkpoints).toEqual([checkpoint]);
    await engine.event({ kind: 'library.changed', changes: null });
    await engine.refuse('run.show', { code: 'not-found', message: 'There is no run 4.' });
    expect(view.problem).toBeNull();
  });

  it('follows a run that another process trains, to its end', async () => {
    const { engine, view } = await loaded();
    const points = [
      { step: 1, loss: 4 },
      { step: 2, loss: 3.5 },
      { step: 5, loss: 3 },
    ];
    for (const [step, state] of [
      [5, 'training'],
      [5, 'finished'],
    ] as const) {
      const detail = detailAt(step, { state, seconds: 20 });
      await engine.event({ kind: 'library.changed', changes: null });
      await engine.answer('run.show', detail);
      await engine.answer('run.show', detail);
      await engine.answer('run.curve', curveOf(points, [{ step: 5, loss: 2.9 }]));
      expect(view).toMatchObject({ step, state, seconds: 20, validationLoss: expect.closeTo(2.9) });
      expect([...view.training.steps]).toEqual([1, 2, 5]);
    }
    expect(view.secondsLeft).toBe((20 / 5) * 995);
  });

  it('has what was held back while nothing could be saved once it is in the library', async () => {
    const { engine, view } = await loaded();
    await engine.event(progress(9, [{ step: 9, loss: 2.8 }]));
    await engine.event({ kind: 'library.trouble', since: 5, why: sentence`The disk is full.` });
    await engine.event({ kind: 'library.trouble', since: null, why: null });
    await engine.answer('run.show', detailAt(9));
    const points = [3, 6, 9].map((step) => ({ step, loss: 3 - step / 45 }));
    await engine.answer('run.curve', curveOf(points, [{ step: 6, loss: 2.5 }]));
    expect(view).toMatchObject({ step: 9, bestLoss: expect.closeTo(2.5) });
    expect([...view.training.steps]).toEqual([3, 6, 9]);
  });

  it('takes what happens here while it reads what another process has trained', async () => {
    const { engine, view } = await loaded();
    await engine.event({ kind: 'library.changed', changes: null });
    const detail = detailAt(5, { state: 'paused' });
    await engine.answer('run.show', detail);
    await engine.answer('run.show', detail);
    await engine.event({ kind: 'run.state', run, state: 'training', message: null });
    await engine.answer('run.curve', curveOf([{ step: 5, loss: 3 }]));
    expect(view.state).toBe('training');
  });

  it('hears that the run, its corpus or the run that it comes from was renamed, and forgets nothing else', async () => {
    const { engine, view } = await loaded();
    await engine.event(progress(4, []));
    const parent = { run: 1 as RunId, name: 'Roots', step: 2 };
    const names = [
      { name: 'Renamed' },
      { name: 'Renamed', corpusName: 'The Whale' },
      { name: 'Renamed', corpusName: 'The Whale', parent },
    ];
    for (const change of names) {
      await engine.event({ kind: 'library.changed', changes: null });
      await engine.answer('run.show', detailAt(3, { seconds: 99, ...change }));
      expect(view.detail).toMatchObject({ ...change, seconds: 10 });
    }
    expect(view.step).toBe(4);
  });

  it('keeps a wish until the state has changed, then reads the exact figures', async () => {
    const { engine, view } = await loaded();
    await engine.event(progress(4, []));
    const pausing = view.pause();
    await engine.answer('run.pause', {});
    await pausing;
    expect(view.wish).toBe('pause');
    await engine.event({ kind: 'run.state', run, state: 'paused', message: null });
    expect(view.wish).toBeNull();
    await engine.answer('run.show', detailAt(5, { state: 'paused', seconds: 12 }));
    expect(view.live).toBeNull();
    expect(view.detail).toMatchObject({ step: 5, seconds: 12 });
  });

  it('drops a wish that was refused', async () => {
    const { engine, view } = await loaded();
    const stopping = view.stop().catch((error: unknown) => error);
    await engine.refuse('run.stop', { code: 'run-busy', message: 'It does not train.' });
    expect(await stopping).toMatchObject({ code: 'run-busy' });
    expect(view.wish).toBeNull();
  });

  it('takes back a number of threads that was refused', async () => {
    const { engine, view } = await loaded();
    const before = view.threads;
    const changing = view.setThreads(before + 1).catch((error: unknown) => error);
    expect(view.threads).toBe(before + 1);
    await engine.refuse('run.threads', { code: 'settings-invalid', message: 'Too many.' });
    await changing;
    expect(view.threads).toBe(before);
  });
});
