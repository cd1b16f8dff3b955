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

/** @returns the function that ends the conversation */
export function servePage(host: Host, page: PagePort, log: (line: string) => void): () => void {
  let isOpen = true;
  let passedOver = 0;
  const send = (message: FromEngine): void => {
    if (isOpen) page.postMessage(message);
  };
  const outbox = new Outbox((events) => send({ kind: 'events', events }));
  const reply = (message: FromEngine): void => {
    outbox.tellChanges();
    send(message);
  };
  const unsubscribe = host.onEvent((event) => outbox.push(event));
  for (const text of host.notices()) outbox.push({ kind: 'notice', severity: 'warning', text });

  function end(): void {
    isOpen = false;
    unsubscribe();
    outbox.close();
  }

  function passOver(): void {
    passedOver += 1;
    if (passedOver <= maxReported) log('The page sent something that is no request; it is passed over.');
  }

  page.on('close', end);
  page.on('message', ({ data }) => {
    const ask = readAsk(data);
    if (ask === null) passOver();
    else void answer(host, ask, reply, log);
  });
  page.start();
  return () => {
    end();
    page.close();
  };
}

/** Never rejects. */
async function answer(
  host: Host,
  { id, name, body }: Ask,
  send: (message: FromEngine) => void,
  log: (line: string) => void,
): Promise<void> {
  try {
    if (name === null) throw new CharloomError('bad-request', sentence`A request needs a name, as a text.`);
    send({ kind: 'answer', id, body: await host.askUnchecked(name, body) });
  } catch (error) {
    const refusal = asEngineError(error);
    const details = error instanceof Error ? error.stack : refusal.message;
    if (refusal.code === 'internal') log(`${shortened(name ?? '')}: ${details}`);
    send({ kind: 'refusal', id, error: refusal });
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
