// A question that is asked anew as what it is about changes.

import { afterEach, describe, expect, it } from 'vitest';
import type { Distribution, RunId } from '../../src-engine/protocol/index.ts';
import { Latest } from '../../src-renderer/state/latest.svelte.ts';
import { connected } from './engine.ts';
import { errorOf } from '../engine-error.ts';

const endings: (() => void)[] = [];

function begin() {
  const { client, engine } = connected();
  endings.push(() => client.detach());
  return { engine, next: new Latest(client, 'sample.distribution') };
}

const after = (context: string) => ({ run: 3 as RunId, checkpoint: 'best', context, stages: [], seed: 1 }) as const;
const answer = (entropy: number) => ({ entropy }) as unknown as Distribution;

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

describe('the latest answer', () => {
  it('is to the newest wish: those between are not asked', async () => {
    const { engine, next } = begin();
    for (const context of ['a', 'ab', 'abc']) next.ask(after(context));
    await engine.answer('sample.distribution', answer(1));
    expect(next).toMatchObject({ answer: { entropy: 1 }, isAsking: true });
    const { id, body } = await engine.next('sample.distribution');
    expect(body.context).toBe('abc');
    engine.tell({ kind: 'refusal', id, error: errorOf('no-checkpoint', 'It is gone.') });
    await expect.poll(() => next.isAsking).toBe(false);
    expect(next).toMatchObject({ answer: null, problem: 'It is gone.' });
    expect(engine.asked).toEqual([]);
  });

  it('is not one that was forgotten while it was under way', async () => {
    const { engine, next } = begin();
    next.ask(after('a'));
    next.forget();
    next.ask(after('b'));
    await engine.answer('sample.distribution', answer(1));
    expect(next.answer).toBeNull();
    await engine.answer('sample.distribution', answer(2));
    expect(next.answer).toMatchObject({ entropy: 2 });
  });
});
