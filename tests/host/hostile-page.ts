// A program of its own: the engine's real process entry, with a main and a page that send whatever they like. It ends
// well only if the process outlives all of it, answers every ask that has a number, and never takes nonsense for its
// own fault.
//   node hostile-page.ts SEED COUNT COUNT_FOR_EACH_NAME
// What the page may read and write lies in the folder that it is started in.

import fc from 'fast-check';
import { EventEmitter, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import * as v from 'valibot';
import { askSchemas, requestNames } from '../../src-engine/host/asks.ts';
import type { EngineToMain, FromEngine, RequestName } from '../../src-engine/protocol/index.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { damaged, nearlyValuesOf, valuesOf } from '../hostile-values.ts';
import { plainModel } from '../plain-model.ts';

const [seed = 1, count = 1000, countForEach = 10] = process.argv.slice(2).map(Number);

/** As Electron's: what comes is an event with data and ports. */
class ParentPort extends EventEmitter {
  postMessage(message: EngineToMain): void {
    this.emit('told', message);
  }
}

const cyclic: Record<string, unknown> = { id: 4 };
cyclic['body'] = cyclic;

const known: readonly unknown[] = [
  null,
  undefined,
  { id: 1, name: { toString: 1, valueOf: 1 }, body: {} },
  { id: 2, name: null },
  { id: 3, name: 'x'.repeat(1_000_000), body: 'y'.repeat(1_000_000) },
  cyclic,
  { name: 'engine.about', body: {} },
  { id: NaN, name: 'engine.about', body: {} },
  { id: { toString: 1 }, name: 'engine.about' },
  { id: 5, name: '__proto__', body: {} },
  { id: 6, name: 'constructor', body: null },
  { id: 7, name: 'engine.about', body: { toString: 1 } },
  { id: 8, name: 'run.rename', body: { run: { valueOf: 1, toString: null }, name: 'x' } },
  { id: 9, name: 'run.rename', body: { run: 'z'.repeat(100_000), name: 1 } },
  new Error('an error'),
  new Uint8Array(1000),
  10n,
];

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: true,
  withSparseArray: true,
  withObjectString: true,
  maxDepth: 3,
});
const keys = ['run', 'corpus', 'checkpoint', 'sample', 'name', 'file', 'files', 'source', 'kind', 'model', 'training'];
const moreKeys = [
  'stages',
  'sampling',
  'prompt',
  'context',
  'text',
  'texts',
  'step',
  'task',
  'blend',
  'seed',
  'place',
  'position',
];
const key = fc.constantFrom(...keys, ...moreKeys);
const nearValue = fc.oneof(
  anything,
  fc.constantFrom<unknown>(1, 0, -1, 'best', 'last', { step: 1 }, 'files', 'builtin', '', [], {}, { kind: 'files' }),
);
const nearBody = fc.dictionary(key, fc.oneof(nearValue, fc.dictionary(key, nearValue)), { maxKeys: 6 });
const ask = fc.record(
  {
    kind: fc.oneof({ weight: 4, arbitrary: fc.constant<unknown>('ask') }, { weight: 1, arbitrary: anything }),
    id: fc.oneof({ weight: 6, arbitrary: fc.nat() }, { weight: 1, arbitrary: anything }),
    name: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...requestNames) }, { weight: 1, arbitrary: anything }),
    body: fc.oneof({ weight: 4, arbitrary: nearBody }, { weight: 1, arbitrary: anything }),
  },
  { requiredKeys: [] },
);
const order = fc.record(
  {
    kind: fc.constantFrom<unknown>('page', 'grant', 'suspend', 'pause-all', 'ping', 'Close', 1, null),
    file: fc.oneof(anything, fc.string()),
    path: fc.oneof(anything, fc.string()),
    use: fc.oneof(anything, fc.constantFrom('read', 'write')),
  },
  { requiredKeys: [] },
);

/** Made at once; a page that sends more than so many without waiting for answers only waits longer. */
const slice = 500;
const maxOpen = 200;

writeFileSync('text.txt', 'Roses are red.\n'.repeat(20));
const parent = new ParentPort();
Object.assign(process, { parentPort: parent });
const ready = told('ready');
await import('../../src-engine/host-process.ts');
await ready;

const { port1, port2 } = new MessageChannel();
parent.emit('message', {
  data: { kind: 'page' },
  ports: [
    {
      on: (event: string, listener: (message?: { data: unknown }) => void) =>
        port1.on(event as 'message', (data: unknown) => listener({ data })),
      postMessage: (message: unknown) => port1.postMessage(message),
      start: () => port1.start(),
      close: () => port1.close(),
    },
  ],
});

const owed = new Map<number, number>();
let open = 0;
const faults: string[] = [];
/** Names of which no body was right: their schemas have something that `valuesOf` does not know. */
const misunderstood: string[] = [];
const answered = new EventEmitter();
port2.on('message', (message: FromEngine) => {
  if (message.kind === 'events') {
    for (const event of message.events) if (event.kind === 'run.state') answered.emit(event.state);
    return;
  }
  owed.set(message.id, (owed.get(message.id) ?? 0) - 1);
  open -= 1;
  if (message.kind !== 'refusal') return;
  const { code, message: sentence } = message.error;
  if (code === 'internal' || sentence.length > 500) faults.push(`${doing} ${code}: ${sentence.slice(0, 500)}`);
});

let sent = 0;
let doing = '';
await trainSomething();
for (const name of lastDeleting(requestNames)) await askHostilely(name);
for (const message of [...known, ...fc.sample(fc.oneof(ask, ask, ask, anything), { seed, numRuns: count })]) {
  await sendInTurn(message);
}
const orders: readonly unknown[] = [...known, ...fc.sample(fc.oneof(order, anything), { seed, numRuns: count / 10 })];
for (const data of orders) parent.emit('message', { data, ports: [] });

send({ kind: 'ask', id: 2 ** 40, name: 'library.overview', body: {} });
while ([...owed.values()].some((due) => due > 0)) await once(port2, 'message');
const pong = told('pong');
parent.emit('message', { data: { kind: 'ping' }, ports: [] });
await pong;
port2.close();
process.stdout.write(JSON.stringify({ sent, faults, misunderstood }));
parent.emit('message', { data: { kind: 'close' }, ports: [] });

/** A text and a run of it are there to be asked about, both number 1. */
async function trainSomething(): Promise<void> {
  const source = { kind: 'text', title: 'Verse', text: 'The rose is red, the violet blue.\n'.repeat(30) };
  send({ kind: 'ask', id: 2 ** 41, name: 'corpus.import', body: { source } });
  while (open > 0) await once(port2, 'message');
  const model = { ...plainModel, hidden: 8 };
  const training = { ...defaultTraining(1), batch: 2, sequence: 8, length: { kind: 'steps', steps: 20 } };
  send({ kind: 'ask', id: 2 ** 41 + 1, name: 'run.start', body: { corpus: 1, model, training } });
  await once(answered, 'finished');
}

/** What deletes comes last: the others are to find something. */
function lastDeleting(names: readonly RequestName[]): readonly RequestName[] {
  const deletes = (name: RequestName): number => (/delete|aside|cleanup/.test(name) ? 1 : 0);
  return [...names].sort((one, other) => deletes(one) - deletes(other));
}

/** Bodies against the request's own schema, and the bytes of whole messages. */
async function askHostilely(name: RequestName): Promise<void> {
  doing = name;
  const schema = askSchemas[name];
  const known = ['text', 'place', '1'];
  const whole = fc.record({
    kind: fc.constant('ask'),
    id: fc.nat(),
    name: fc.constant(name),
    body: valuesOf(schema, known),
  });
  const bodies = nearlyValuesOf(schema, known);
  if (!fc.sample(valuesOf(schema, known), { seed, numRuns: 100 }).some((body) => v.is(schema, body)))
    misunderstood.push(name);
  for (let done = 0; done < countForEach; done += slice) {
    const some = { seed: seed + done, numRuns: Math.min(slice, countForEach - done) };
    for (const body of fc.sample(bodies, some)) await sendInTurn({ kind: 'ask', id: sent, name, body });
    for (const message of fc.sample(damaged(whole), some)) await sendInTurn(message);
  }
}

async function sendInTurn(message: unknown): Promise<void> {
  if (!send(message)) return;
  sent += 1;
  // The engine is let go on, as it would between two messages of a page.
  if (sent % 50 === 0) {
    grantScratch();
    await new Promise((resolve) => setImmediate(resolve));
  }
  while (open > maxOpen) await once(port2, 'message');
}

/** All that can be named: a file to be read, and a place that each success uses up. */
function grantScratch(): void {
  const grants = [
    { file: 'text', path: path.resolve('text.txt'), use: 'read' },
    { file: 'place', path: path.resolve('written'), use: 'replace' },
  ];
  for (const grant of grants) parent.emit('message', { data: { kind: 'grant', ...grant }, ports: [] });
}

/** False for what cannot be sent over any port. */
function send(message: unknown): boolean {
  try {
    const clone = structuredClone(message);
    port2.postMessage(message);
    const id = typeof clone === 'object' && clone !== null && 'id' in clone ? clone.id : null;
    if (typeof id === 'number' && Number.isSafeInteger(id)) {
      owed.set(id, (owed.get(id) ?? 0) + 1);
      open += 1;
    }
    return true;
  } catch {
    return false;
  }
}

async function told(kind: EngineToMain['kind']): Promise<void> {
  for (;;) {
    const [message] = (await once(parent, 'told')) as [EngineToMain];
    if (message.kind === kind) return;
  }
}
