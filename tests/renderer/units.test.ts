// Units as the page asks about them.

import { afterEach, describe, expect, it } from 'vitest';
import type { Draft, RunId } from '../../src-engine/protocol/index.ts';
import { UnitsView } from '../../src-renderer/state/units-view.svelte.ts';
import { connected, turn } from './engine.ts';
import { errorOf } from '../engine-error.ts';

const sampling = { stages: [], length: 400, seed: 1 };
const endings: (() => void)[] = [];

function begin() {
  const { client, engine } = connected();
  endings.push(() => client.detach());
  return { engine, view: new UnitsView(client, 3 as RunId) };
}

function draft(text: string): Draft {
  return { step: 1, fed: 'The ', text, lengths: new Uint8Array(0), surprisals: new Float32Array(0) };
}

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

describe('writing with units held', () => {
  it('writes freely, then held, and shows both', async () => {
    const { engine, view } = begin();
    const writing = view.write('The ', 1, sampling);
    await engine.answer('sample.draft', draft('rose'));
    expect(view).toMatchObject({ drafts: null, work: { title: 'Writing with and without' } });
    await engine.answer('sample.draft', draft('rrrr'));
    await writing;
    expect(view.drafts).toMatchObject({ free: { text: 'rose' }, held: { text: 'rrrr' } });
  });

  it('is ended by Cancel, and no second text is asked for', async () => {
    const { engine, view } = begin();
    const writing = view.write('The ', 1, sampling);
    const { id, body } = await engine.next('sample.draft');
    const cancelling = view.work.cancel();
    const cancel = await engine.next('task.cancel');
    expect(cancel.body.task).toBe(body.task);
    engine.tell({ kind: 'answer', id: cancel.id, body: null });
    engine.tell({ kind: 'refusal', id, error: errorOf('cancelled', 'It was cancelled.') });
    await Promise.all([cancelling, writing]);
    await turn();
    expect(engine.asked).toEqual([]);
    expect(view).toMatchObject({ drafts: null, work: { title: null, problem: null } });
  });
});
