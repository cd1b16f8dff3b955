// Units as the page asks about them.

import { afterEach, describe, expect, it } from 'vitest';
import type { SampleDraft, RunId, UnitFactor, UnitSearch } from '../../src-engine/protocol/index.ts';
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

function factorOf(unit: number): UnitFactor {
  return { units: [{ layer: 1, part: 'h', unit, weight: 1 }], values: Uint8Array.of(0, 255) };
}

/** The last checkpoint, of step 20, has read a text, and the first of two factors is shown. */
async function beginWithFactors() {
  const { engine, view } = begin();
  const reading = view.read('last');
  await engine.answer('units.open', {
    ...{ reading: 1, step: 20, text: 'ab', title: 'Verse', lengths: Uint8Array.of(1, 1) },
    ...{ isCut: false, unseen: [], layers: 1, parts: ['h'], units: 4, answers: null },
  });
  await engine.answer('units.factors', { factors: [factorOf(2), factorOf(3)], explained: 0.5 });
  await reading;
  return { engine, view };
}

function draft(text: string): SampleDraft {
  return { step: 1, fed: 'The ', text, lengths: new Uint8Array(0), surprisals: new Float32Array(0) };
}

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

describe('searching units', () => {
  const found = {
    findings: [],
    ...{ units: 4, found: 0, symbols: 2, positives: 1, guess: 0.5, isHeldOut: true },
  } as unknown as UnitSearch;

  it('shows what was found for what is followed, and nothing where that failed', async () => {
    const { engine, view } = await beginWithFactors();
    const searching = view.follow({ kind: 'words' });
    await engine.answer('units.search', found);
    await searching;
    expect(view.search).toEqual(found);
    const another = view.follow({ kind: 'quotes' });
    expect(view.search).toBeNull();
    await engine.refuse('units.search', { code: 'bad-request', message: 'It stands nowhere in the text.' });
    await another;
    expect(view).toMatchObject({ search: null, work: { title: null } });
    expect(view.work.problem).toContain('nowhere');
  });

  it('shows nothing where something else is to be followed by then', async () => {
    const { engine, view } = await beginWithFactors();
    const searching = view.follow({ kind: 'words' });
    view.leaveSearch();
    await engine.answer('units.search', found);
    await searching;
    expect(view.search).toBeNull();
  });
});

describe('writing with units held', () => {
  it('writes freely, then held, by the checkpoint that was read, and shows both', async () => {
    const { engine, view } = await beginWithFactors();
    const writing = view.write('The ', 1, sampling);
    const free = await engine.next('sample.draft');
    expect(free.body).toMatchObject({ checkpoint: { step: 20 } });
    engine.tell({ kind: 'answer', id: free.id, body: draft('rose') });
    const held = await engine.next('sample.draft');
    expect(view).toMatchObject({ drafts: null, work: { title: 'Writing with and without' } });
    expect(held.body).toMatchObject({ checkpoint: { step: 20 }, clamps: [{ layer: 1, unit: 2, value: 1 }] });
    engine.tell({ kind: 'answer', id: held.id, body: draft('rrrr') });
    await writing;
    expect(view.drafts).toMatchObject({ free: { text: 'rose' }, held: { text: 'rrrr' } });
  });

  it('shows nothing where other units are shown by then', async () => {
    const { engine, view } = await beginWithFactors();
    const writing = view.write('The ', 1, sampling);
    await engine.answer('sample.draft', draft('rose'));
    view.showFactor(1);
    await engine.answer('sample.draft', draft('rrrr'));
    await writing;
    expect(view.drafts).toBeNull();
  });

  it('is ended by Cancel, and no second text is asked for', async () => {
    const { engine, view } = await beginWithFactors();
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
