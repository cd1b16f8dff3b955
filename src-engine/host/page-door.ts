// The page's end of the engine: what comes over its port is asked of the host, and answers and events go back. The page
// may be anybody's: whatever comes, in whatever shape, is answered, refused or passed over, and never ends the process.

import { asEngineError, CharloomError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { FromEngine } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { Outbox } from './outbox.ts';

export interface PagePort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/** An ask as far as it must be known to be answered: its name may be that of nothing, its body anything. */
interface Ask {
  readonly id: number;
  /** Null for what is no text. */
  readonly name: string | null;
  readonly body: unknown;
}

/** A page that sends nonsense without end does not fill the log. */
const maxReported = 10;

export class PageDoor {
  readonly #host: Host;
  readonly #page: PagePort;
  readonly #log: (line: string) => void;
  readonly #outbox: Outbox;
  readonly #unsubscribe: () => void;
  #isOpen = true;
  #passedOver = 0;

  /** From now on the page is served. */
  constructor(host: Host, page: PagePort, log: (line: string) => void) {
    this.#host = host;
    this.#page = page;
    this.#log = log;
    this.#outbox = new Outbox((events) => this.#send({ kind: 'events', events }));
    this.#unsubscribe = host.onEvent((event) => this.#outbox.push(event));
    for (const text of host.notices()) this.#outbox.push({ kind: 'notice', severity: 'warning', text });
    page.on('close', () => this.#end());
    page.on('message', ({ data }) => {
      const ask = readAsk(data);
      if (ask === null) this.#passOver();
      else void this.#answer(ask);
    });
    page.start();
  }

  /** Ends the conversation. */
  close(): void {
    this.#end();
    this.#page.close();
  }

  #end(): void {
    this.#isOpen = false;
    this.#unsubscribe();
    this.#outbox.close();
  }

  #passOver(): void {
    this.#passedOver += 1;
    if (this.#passedOver <= maxReported) {
      this.#log('The page sent something that is no request; it is passed over.');
    }
  }

  #send(message: FromEngine): void {
    if (this.#isOpen) this.#page.postMessage(message);
  }

  /** Behind the changes that came before. */
  #reply(message: FromEngine): void {
    this.#outbox.tellChanges();
    this.#send(message);
  }

  /** Never rejects. */
  async #answer({ id, name, body }: Ask): Promise<void> {
    try {
      if (name === null) throw new CharloomError('bad-request', sentence`A request needs a name, as a text.`);
      this.#reply({ kind: 'answer', id, body: await this.#host.askUnchecked(name, body) });
    } catch (error) {
      const refusal = asEngineError(error);
      const details = error instanceof Error ? error.stack : refusal.message;
      if (refusal.code === 'internal') this.#log(`${shortened(name ?? '')}: ${details}`);
      this.#reply({ kind: 'refusal', id, error: refusal });
    }
  }
}

/** Null for what could not even be refused, as nobody would know the answer. */
function readAsk(data: unknown): Ask | null {
  if (typeof data !== 'object' || data === null || !('id' in data)) return null;
  const { id } = data;
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return null;
  const name = 'name' in data && typeof data.name === 'string' ? data.name : null;
  return { id, name, body: 'body' in data ? data.body : undefined };
}
