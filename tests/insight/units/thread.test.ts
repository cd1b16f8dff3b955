// The thread that looks at units, from outside: questions one after another about one text, and stopping.

import { afterAll, describe, expect, it } from 'vitest';
import { startUnitsThread } from '../../../src-engine/insight/units/client.ts';
import type { ReadJob } from '../../../src-engine/insight/units/messages.ts';
import { rowOf } from '../../../src-engine/insight/units/states.ts';
import { idsOf, planted, plantedModel, plantedText, statesAlong, symbols } from './planted.ts';

const text = plantedText(3000);
const trained = plantedModel('(', ')');
const job: ReadJob = { key: 'planted', trained, ids: idsOf(text), lineEnd: null, symbols };
const never = { signal: new AbortController().signal, onProgress: () => {} };
const thread = startUnitsThread();

afterAll(() => thread.terminate());

describe('the thread', () => {
  it('says what there is, and a unit’s values', async () => {
    expect(await thread.ask(job, { kind: 'open' }, never)).toEqual({
      layers: 1,
      parts: ['h'],
      units: 128,
      probabilities: null,
    });
    const row = await thread.ask(job, { kind: 'row', unit: planted.unit }, never);
    expect(row).toEqual(rowOf(statesAlong(trained, job.ids), planted.unit));
  });

  it('finds the planted unit, as it does after another text was read', async () => {
    const search = { kind: 'search', rule: { kind: 'brackets' } } as const;
    const first = await thread.ask(job, search, never);
    expect(first.findings[0]).toMatchObject(planted);
    const other = plantedText(2000, 5);
    const otherJob = { ...job, key: 'other', ids: idsOf(other) };
    expect((await thread.ask(otherJob, search, never)).measuredOn).toBe(1000);
    expect(await thread.ask(job, search, never)).toEqual(first);
  });

  it('finds factors, and passages elsewhere that are alike', async () => {
    const { factors } = await thread.ask(job, { kind: 'factors', count: 3 }, never);
    expect(factors.map(({ values }) => values.length)).toEqual([3000, 3000, 3000]);
    const from = text.indexOf('(');
    const to = text.indexOf(')', from);
    const longer = plantedText(20_000, 8);
    const asked = { kind: 'similar', from, to, max: 10, text: { key: 'longer', ids: idsOf(longer) } } as const;
    const { matches, length, searched, ordinary } = await thread.ask(job, asked, never);
    expect({ length, searched }).toEqual({ length: to - from, searched: 20_000 });
    expect(matches).toHaveLength(10);
    expect(matches[0].likeness).toBeGreaterThan(ordinary);
  });

  it('refuses an expression that is none with its sentence, and goes on', async () => {
    const wrong = { kind: 'search', rule: { kind: 'expression', expression: '(' } } as const;
    await expect(thread.ask(job, wrong, never)).rejects.toMatchObject({ code: 'settings-invalid' });
    expect(await thread.ask(job, { kind: 'row', unit: 0 }, never)).toHaveLength(3000);
  });

  it('stops when it is told to while it reads', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const long = { ...job, key: 'long', ids: idsOf(plantedText(400_000)) };
    const onProgress = (): void => controller.abort(reason);
    await expect(thread.ask(long, { kind: 'open' }, { signal: controller.signal, onProgress })).rejects.toBe(reason);
    const before = AbortSignal.abort(reason);
    await expect(thread.ask(job, { kind: 'open' }, { signal: before, onProgress })).rejects.toBe(reason);
  });

  it('is ended where an expression would take for ever, and the next question starts a new one', async () => {
    const controller = new AbortController();
    const reason = new Error('too long');
    const endless = { ...job, key: 'endless', ids: idsOf([...'a'.repeat(200)]) };
    await thread.ask(endless, { kind: 'open' }, never);
    const rule = { kind: 'expression', expression: '(a+)+$b' } as const;
    const asked = thread.ask(endless, { kind: 'search', rule }, { ...never, signal: controller.signal });
    controller.abort(reason);
    await expect(asked).rejects.toBe(reason);
    expect(await thread.ask(job, { kind: 'row', unit: 0 }, never)).toHaveLength(3000);
  });
});
