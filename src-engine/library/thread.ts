// The entry of the library's thread: what takes long is done here over a connection of its own, in transactions of a
// few milliseconds, before each of which the host may go first.

import { parentPort, workerData } from 'node:worker_threads';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { asEngineError, unreachable } from '../errors.ts';
import { backUp } from './backup.ts';
import { markCommit } from './commit-marks.ts';
import { connect, makeDurable } from './connect.ts';
import { asLibraryError } from './failures.ts';
import { CheckpointWriter } from './checkpoint-writing.ts';
import { Purge } from './purge.ts';
import { beingClosed, buffersOf, signal } from './thread-messages.ts';
import type { FromThread, ThreadSetting, ToThread } from './thread-messages.ts';

/** Longer than any write of the host should take: a flag that was forgotten must not stop the thread for good. */
const millisecondsToLetGoFirst = 100;

const { file, self, signals } = workerData as ThreadSetting;

// The library may have been moved away meanwhile: an empty one in its place would only be in the way.
const database = connect(file, { fileMustExist: true });
makeDurable(database);
const writer = new CheckpointWriter(database, self, () => Date.now(), takeTurn);
const purging = new Purge(database);
let work = Promise.resolve();

type LongJob = Exclude<ToThread, { kind: 'write' | 'flush' }>;

parentPort?.on('message', (message: ToThread | { readonly kind: 'close' }) => {
  if (message.kind === 'close') return void close();
  // A checkpoint goes before the purge that is under way: that waits between two of its transactions.
  if (message.kind === 'write') return attempt(message, () => write(message));
  if (message.kind === 'flush') return attempt(message, () => flush(message));
  work = work.then(() => attemptLater(message));
});

/** Whatever is under way breaks off before its next transaction. */
async function close(): Promise<void> {
  await work;
  database.close();
  Atomics.store(signals, signal.closed, 1);
  Atomics.notify(signals, signal.closed);
  parentPort?.close();
}

/** Before each transaction. */
function takeTurn(): void {
  if (Atomics.load(signals, signal.close) === 1) throw beingClosed();
  Atomics.wait(signals, signal.hostWrites, 1, millisecondsToLetGoFirst);
}

function attempt(message: ToThread, act: () => void): void {
  try {
    act();
  } catch (error) {
    tellFailure(message, error);
  }
}

async function attemptLater(message: LongJob): Promise<void> {
  try {
    const bytes = await carryOut(message);
    tell({ kind: 'done', id: message.id, bytes });
  } catch (error) {
    tellFailure(message, error);
  }
}

function carryOut(message: LongJob): Promise<number> {
  switch (message.kind) {
    case 'purge':
      return purge(message.shrink);
    case 'backup':
      return backUp(message.destination, takeTurn);
    default:
      return unreachable(message);
  }
}

function write(message: Extract<ToThread, { kind: 'write' }>): void {
  const checkpoint = writer.write(message);
  tell({ kind: 'written', id: message.id, checkpoint, state: message.state }, buffersOf(message.state));
}

/** The journal is one file: a commit that waits for the disk brings along all that were made before it. */
function flush(message: Extract<ToThread, { kind: 'flush' }>): void {
  takeTurn();
  markCommit(database);
  tell({ kind: 'done', id: message.id, bytes: 0 });
}

async function purge(shrink: boolean): Promise<number> {
  while (turn(() => purging.removeSome())) await nextTurn();
  if (!shrink) return 0;
  while (turn(() => purging.shrinkSome())) await nextTurn();
  turn(() => purging.foldJournal());
  return 0;
}

function turn<Result>(act: () => Result): Result {
  takeTurn();
  return act();
}

function tellFailure(message: ToThread, error: unknown): void {
  const state = message.kind === 'write' ? message.state : null;
  const failure = asEngineError(asLibraryError(error));
  tell({ kind: 'failed', id: message.id, error: failure, state }, state ? buffersOf(state) : []);
}

function tell(message: FromThread, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}
