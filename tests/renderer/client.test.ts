// The page's end of the port, against a port that the test answers.

import { describe, expect, it } from 'vitest';
import { EngineClient, Refusal } from '../../src-renderer/engine/client.ts';
import type { Answer, CorpusId, EngineEvent, FromEngine, RunId, ToEngine } from '../../src-engine/protocol/index.ts';

const run = 7 as RunId;

/** The engine's end: keeps what is asked, answers when told. */
class Engine {
  readonly asked: ToEngine[] = [];
  readonly page: MessagePort;
  readonly #port: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.page = port1;
    this.#port = port2;
    this.#port.onmessage = (message: MessageEvent<ToEngine>) => this.asked.push(message.data);
  }

  tell(message: FromEngine): void {
    this.#port.postMessage(message);
  }

  event(event: EngineEvent): void {
    this.tell({ kind: 'event', event });
  }

  close(): void {
    this.#port.close();
  }

  async next(): Promise<ToEngine> {
    while (this.asked.length === 0) await turn();
    return this.asked.shift() as ToEngine;
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function connected() {
  const client = new EngineClient();
  const engine = new Engine();
  client.attach(engine.page);
  return { client, engine };
}

describe('asking', () => {
  it('resolves each ask with its own answer, in whatever order they come', async () => {
    const { client, engine } = connected();
    const first = client.ask('run.pause', { run });
    const second = client.ask('corpus.rename', { corpus: 1 as CorpusId, name: 'Whale' });
    const [one, two] = [await engine.next(), await engine.next()];
    expect(one).toMatchObject({ kind: 'ask', name: 'run.pause', body: { run } });
    engine.tell({ kind: 'answer', id: two.id, body: { second: true } as Answer<'corpus.rename'> });
    engine.tell({ kind: 'answer', id: one.id, body: { first: true } as Answer<'run.pause'> });
    expect(await second).toEqual({ second: true });
    expect(await first).toEqual({ first: true });
    client.detach();
  });

  it('rejects with the code and the sentence of a refusal', async () => {
    const { client, engine } = connected();
    const asked = client.ask('run.pause', { run });
    const { id } = await engine.next();
    engine.tell({ kind: 'refusal', id, error: { code: 'run-busy', message: 'The run is not training.' } });
    const refusal: unknown = await asked.catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'run-busy', message: 'The run is not training.' });
    client.detach();
  });

  it('keeps what is asked before the first port comes', async () => {
    const client = new EngineClient();
    const asked = client.ask('engine.about', {});
    const engine = new Engine();
    client.attach(engine.page);
    const { id, name } = await engine.next();
    expect(name).toBe('engine.about');
    engine.tell({ kind: 'answer', id, body: {} as Answer<'engine.about'> });
    await asked;
    client.detach();
  });
});

describe('a new engine', () => {
  it('refuses what the old one had not answered, and serves what is asked from then on', async () => {
    const { client, engine: old } = connected();
    const lost = client.ask('run.pause', { run });
    await old.next();
    const engine = new Engine();
    client.attach(engine.page);
    await expect(lost).rejects.toMatchObject({ code: 'engine-gone' });
    const asked = client.ask('run.stop', { run });
    const { id } = await engine.next();
    engine.tell({ kind: 'answer', id, body: {} });
    await asked;
    expect(old.asked).toEqual([]);
    client.detach();
  });

  it('is known to have gone when its port closes', async () => {
    const { client, engine } = connected();
    const lost = client.ask('run.pause', { run });
    await engine.next();
    engine.close();
    await expect(lost).rejects.toMatchObject({ code: 'engine-gone' });
    expect(client.connected).toBe(false);
  });
});

describe('events', () => {
  it('reach the listeners of their kind until these leave', async () => {
    const { client, engine } = connected();
    const heard: number[] = [];
    const other: string[] = [];
    const leave = client.on('run.validation', (event) => heard.push(event.loss));
    client.on('notice', (event) => other.push(event.text));
    engine.event({ kind: 'run.validation', run, step: 1, loss: 2 });
    engine.event({ kind: 'notice', severity: 'info', text: 'Hello.' });
    while (other.length === 0) await turn();
    leave();
    engine.event({ kind: 'run.validation', run, step: 2, loss: 1 });
    engine.event({ kind: 'notice', severity: 'info', text: 'Bye.' });
    while (other.length === 1) await turn();
    expect(heard).toEqual([2]);
    client.detach();
  });
});
