// The page's end of the conversation with the engine: asks that resolve to answers, and events.
// A new port replaces the old one (the engine was started again); what was asked over the old one is refused then.

import type {
  Answer,
  Ask,
  EngineEvent,
  ErrorCode,
  FromEngine,
  RequestName,
  ToEngine,
} from '../../src-engine/protocol/index.ts';
import { inEnglish, sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { Sentence } from '../../src-engine/protocol/text/sentences.ts';

/** What the engine said no with: a code for programs, one sentence for people. */
export class Refusal extends Error {
  readonly code: ErrorCode | 'engine-gone';
  readonly sentence: Sentence;

  constructor(code: ErrorCode | 'engine-gone', words: Sentence) {
    super(inEnglish(words));
    this.name = 'Refusal';
    this.code = code;
    this.sentence = words;
  }
}

/** That is said by the banner, once for all that was under way. */
export function isEngineGone(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'engine-gone';
}

interface Pending {
  readonly resolve: (answer: Answer<RequestName>) => void;
  readonly reject: (reason: Refusal) => void;
}

type EventOf<Kind extends EngineEvent['kind']> = Extract<EngineEvent, { readonly kind: Kind }>;
type Listener = (event: EngineEvent) => void;

const gone = sentence`The engine stopped before it could answer. Please try again.`;

export class EngineClient {
  #port: MessagePort | null = null;
  #isOnItsWay = false;
  #nextId = 1;
  readonly #pending = new Map<number, Pending>();
  /** Asked before the first port came. */
  #waiting: ToEngine[] = [];
  readonly #listeners = new Map<EngineEvent['kind'], Set<Listener>>();

  /** @param ask for a port; not called while one is there or on its way: another would end what is asked over it */
  connect(ask: () => void): void {
    if (this.#port !== null || this.#isOnItsWay) return;
    this.#isOnItsWay = true;
    ask();
  }

  attach(port: MessagePort): void {
    this.detach();
    this.#port = port;
    port.addEventListener('message', ({ data }: MessageEvent<FromEngine | null | undefined>) => {
      if (this.#port === port && data) this.#receive(data);
    });
    port.addEventListener('close', () => {
      if (this.#port === port) this.detach();
    });
    port.start();
    for (const message of this.#waiting) port.postMessage(message);
    this.#waiting = [];
  }

  /** Refuses all that was asked over the port that has gone. */
  detach(): void {
    this.#isOnItsWay = false;
    if (this.#port === null) return;
    this.#port.close();
    this.#port = null;
    const unanswered = [...this.#pending.values()];
    this.#pending.clear();
    for (const pending of unanswered) pending.reject(new Refusal('engine-gone', gone));
  }

  ask<Name extends RequestName>(name: Name, body: Ask<Name>): Promise<Answer<Name>> {
    const id = this.#nextId;
    this.#nextId += 1;
    const message = { kind: 'ask', id, name, body } as ToEngine;
    return new Promise<Answer<RequestName>>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      if (this.#port) this.#port.postMessage(message);
      else this.#waiting.push(message);
    });
  }

  /** Returns the function that ends the subscription. */
  on<Kind extends EngineEvent['kind']>(kind: Kind, listener: (event: EventOf<Kind>) => void): () => void {
    const listeners = this.#listeners.get(kind) ?? new Set<Listener>();
    this.#listeners.set(kind, listeners);
    listeners.add(listener as Listener);
    return () => listeners.delete(listener as Listener);
  }

  #receive(message: FromEngine): void {
    switch (message.kind) {
      case 'events':
        for (const event of message.events) this.#tell(event);
        return;
      case 'answer':
        this.#take(message.id)?.resolve(message.body);
        return;
      case 'refusal':
        this.#take(message.id)?.reject(new Refusal(message.error.code, message.error.sentence));
        return;
    }
  }

  #tell(event: EngineEvent): void {
    for (const listener of this.#listeners.get(event.kind) ?? []) listener(event);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}
