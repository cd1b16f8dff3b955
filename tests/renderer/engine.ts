// The engine's end of a port, for tests of the page: keeps what is asked, answers and tells what the test says.

import { EngineClient } from '../../src-renderer/engine/client.ts';
import type {
  Answer,
  EngineError,
  EngineEvent,
  FromEngine,
  RequestName,
  ToEngine,
} from '../../src-engine/protocol/index.ts';
import { errorOf } from '../engine-error.ts';

export class TestEngine {
  readonly asked: ToEngine[] = [];
  readonly page: MessagePort;
  readonly #port: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.page = port1;
    this.#port = port2;
    this.#port.onmessage = (message: MessageEvent<ToEngine>) => this.asked.push(message.data);
  }

  /** The next ask of that name, waited for; others stay. */
  async next<Name extends RequestName>(name: Name): Promise<Extract<ToEngine, { name: Name }>> {
    for (;;) {
      const at = this.asked.findIndex((ask) => ask.name === name);
      if (at >= 0) return this.asked.splice(at, 1)[0] as Extract<ToEngine, { name: Name }>;
      await turn();
    }
  }

  /** Answers the next ask of that name. */
  async answer<Name extends RequestName>(name: Name, body: Answer<Name>): Promise<void> {
    const { id } = await this.next(name);
    this.tell({ kind: 'answer', id, body });
    await settle();
  }

  async refuse(name: RequestName, { code, message }: Pick<EngineError, 'code' | 'message'>): Promise<void> {
    const { id } = await this.next(name);
    this.tell({ kind: 'refusal', id, error: errorOf(code, message) });
    await settle();
  }

  /** Resolves when the page has heard it. */
  async event(event: EngineEvent): Promise<void> {
    this.tell({ kind: 'events', events: [event] });
    await settle();
  }

  tell(message: FromEngine): void {
    this.#port.postMessage(message);
  }

  close(): void {
    this.#port.close();
  }
}

export function connected(): { readonly client: EngineClient; readonly engine: TestEngine } {
  const client = new EngineClient();
  const engine = new TestEngine();
  client.attach(engine.page);
  return { client, engine };
}

export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Messages sent before a message on another channel arrive before its answer does, some turns later at most. */
async function settle(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const heard = new Promise<void>((resolve) => (port1.onmessage = () => resolve()));
  port2.postMessage(null);
  await heard;
  port1.close();
  for (let i = 0; i < 5; i += 1) await turn();
}
