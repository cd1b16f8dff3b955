// The page's end of the port, against a port that the test answers.

import { describe, expect, it } from 'vitest';
import { EngineClient, Refusal } from '../../src-renderer/engine/client.ts';
import type { Answer, CorpusId, RunId } from '../../src-engine/protocol/index.ts';
import { inEnglish, sentence } from '../../src-engine/protocol/text/sentences.ts';
import { connected, TestEngine, turn } from './engine.ts';

const run = 7 as RunId;

describe('asking', () => {
  it('resolves each ask with its own answer, in whatever order they come', async () => {
    const { client, engine } = connected();
    const first = client.ask('run.pause', { run });
    const second = client.ask('corpus.rename', { corpus: 1 as CorpusId, name: 'Whale' });
    const one = await engine.next('run.pause');
    const two = await engine.next('corpus.rename');
    expect(one).toMatchObject({ kind: 'ask', name: 'run.pause', body: { run } });
    engine.tell({ kind: 'answer', id: two.id, body: { second: true } as Answer<RequestNameOfNothing> });
    engine.tell({ kind: 'answer', id: one.id, body: { first: true } as Answer<RequestNameOfNothing> });
    expect(await second).toEqual({ second: true });
    expect(await first).toEqual({ first: true });
    client.detach();
  });

  it('rejects with the code and the sentence of a refusal', async () => {
    const { client, engine } = connected();
    const asked = client.ask('run.pause', { run }).catch((error: unknown) => error);
    await engine.refuse('run.pause', { code: 'run-busy', message: 'The run is not training.' });
    const refusal = await asked;
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'run-busy', message: 'The run is not training.' });
    client.detach();
  });

  it('keeps what is asked before the first port comes', async () => {
    const client = new EngineClient();
    const asked = client.ask('run.stop', { run });
    const engine = new TestEngine();
    client.attach(engine.page);
    await engine.answer('run.stop', {});
    await asked;
    client.detach();
  });
});

describe('a new engine', () => {
  it('refuses what the old one had not answered, and serves what is asked from then on', async () => {
    const { client, engine: old } = connected();
    const lost = client.ask('run.pause', { run });
    await old.next('run.pause');
    const engine = new TestEngine();
    client.attach(engine.page);
    await expect(lost).rejects.toMatchObject({ code: 'engine-gone' });
    const asked = client.ask('run.stop', { run });
    await engine.answer('run.stop', {});
    await asked;
    expect(old.asked).toEqual([]);
    client.detach();
  });

  it('is known to have gone when its port closes', async () => {
    const { client, engine } = connected();
    const lost = client.ask('run.pause', { run });
    await engine.next('run.pause');
    engine.close();
    await expect(lost).rejects.toMatchObject({ code: 'engine-gone' });
    let asked = 0;
    client.connect(() => (asked += 1));
    expect(asked).toBe(1);
  });
});

describe('a port', () => {
  it('is asked for once: another would end what is asked over the first', () => {
    const client = new EngineClient();
    let asked = 0;
    const ask = (): void => void (asked += 1);
    client.connect(ask);
    client.connect(ask);
    expect(asked).toBe(1);
    const engine = new TestEngine();
    client.attach(engine.page);
    client.connect(ask);
    expect(asked).toBe(1);
    client.detach();
    client.connect(ask);
    expect(asked).toBe(2);
  });

  it('that was lost on its way is asked for again', () => {
    const client = new EngineClient();
    let asked = 0;
    const ask = (): void => void (asked += 1);
    client.connect(ask);
    client.detach();
    client.connect(ask);
    expect(asked).toBe(2);
  });
});

describe('what no engine would send', () => {
  it.each([null, undefined, 1, 'text', {}, { kind: 'answer' }, { kind: 'events', events: [{ kind: '__proto__' }] }])(
    'is passed over: %j',
    async (message) => {
      const { client, engine } = connected();
      engine.tell(message as never);
      const asked = client.ask('run.pause', { run });
      await engine.answer('run.pause', {});
      await asked;
      client.detach();
    },
  );
});

describe('events', () => {
  it('reach the listeners of their kind until these leave', async () => {
    const { client, engine } = connected();
    const heard: number[] = [];
    const other: string[] = [];
    const leave = client.on('run.validation', (event) => heard.push(event.loss));
    client.on('notice', (event) => other.push(inEnglish(event.text)));
    await engine.event({ kind: 'run.validation', run, step: 1, loss: 2 });
    leave();
    await engine.event({ kind: 'run.validation', run, step: 2, loss: 1 });
    await engine.event({ kind: 'notice', severity: 'info', text: sentence`Bye.` });
    while (other.length === 0) await turn();
    expect(heard).toEqual([2]);
    client.detach();
  });
});

/** An ask whose answer says nothing. */
type RequestNameOfNothing = 'run.pause';
