// The page's end of the engine: what comes over its port is asked of the host, and answers and events go back. The page
// may be anybody's: whatever comes, in whatever shape, is answered, refused or passed over, and never ends the process.

import { asEngineError, CharloomError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { Answer, EngineEvent, FromEngine, RequestName } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { isInLibrary } from '../protocol/words/imports.ts';
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

/** One page after another, as each is reloaded. What comes of an import that the one has begun, the next hears. */
export class PageDoors {
  readonly #host: Host;
  readonly #log: (line: string) => void;
  #door: PageDoor | null = null;
  #unheard: EngineEvent[] = [];

  constructor(host: Host, log: (line: string) => void) {
    this.#host = host;
    this.#log = log;
  }

  open(page: PagePort): void {
    this.#door?.close();
    this.#door = new PageDoor(this.#host, page, this.#log, (event) => this.#tell(event));
    const unheard = this.#unheard;
    this.#unheard = [];
    for (const event of unheard) this.#tell(event);
  }

  #tell(event: EngineEvent): void {
    if (this.#door?.isOpen) this.#door.tell(event);
    else this.#unheard.push(event);
  }
}

/** What becomes of them is told whoever has asked. */
const imports: ReadonlySet<string | null> = new Set(['corpus.import', 'model.import']);

export class PageDoor {
  readonly #host: Host;
  readonly #page: PagePort;
  readonly #log: (line: string) => void;
  readonly #outbox: Outbox;
  readonly #unsubscribe: () => void;
  readonly #onUnheard: (event: EngineEvent) => void;
  #isOpen = true;
  #passedOver = 0;

  /**
   * From now on the page is served.
   * @param onUnheard told what came of an import when the page has gone
   */
  constructor(
    host: Host,
    page: PagePort,
    log: (line: string) => void,
    onUnheard: (event: EngineEvent) => void = () => {},
  ) {
    this.#onUnheard = onUnheard;
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

  get isOpen(): boolean {
    return this.#isOpen;
  }

  tell(event: EngineEvent): void {
    this.#outbox.push(event);
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

  #tellImported(answer: Answer<RequestName>): void {
    if (answer === null || !('name' in answer) || typeof answer.name !== 'string') return;
    this.#onUnheard({ kind: 'notice', severity: 'info', text: isInLibrary({ name: answer.name }) });
  }

  /** Never rejects. */
  async #answer({ id, name, body }: Ask): Promise<void> {
    try {
      if (name === null) throw new CharloomError('bad-request', sentence`A request needs a name, as a text.`);
      const answer = await this.#host.askUnchecked(name, body);
      if (!this.#isOpen && imports.has(name)) this.#tellImported(answer);
      this.#reply({ kind: 'answer', id, body: answer });
    } catch (error) {
      const refusal = asEngineError(error);
      const details = error instanceof Error ? error.stack : refusal.message;
      if (refusal.code === 'internal') this.#log(`${shortened(name ?? '')}: ${details}`);
      if (!this.#isOpen && imports.has(name) && refusal.code !== 'cancelled')
        this.#onUnheard({ kind: 'notice', severity: 'error', text: refusal.sentence });
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
