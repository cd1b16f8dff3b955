// The engine's process under the app: a host over the library that main names, one port to the page, one to main.
// Electron's part is seen only through the shapes below.

import { homedir, setPriority } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { asEngineError, unreachable } from './errors.ts';
import { realParts } from './host/engine.ts';
import { readOrder } from './host/orders.ts';
import { selfCheck } from './host/self-check.ts';
import { PageDoors } from './host/page-door.ts';
import type { PagePort } from './host/page-door.ts';
import { EngineHost } from './host.ts';
import type { Host } from './host.ts';
import { asLibraryError } from './library/failures.ts';
import { openLibrary } from './library/library.ts';
import { defaultLibraryFolder, libraryIn } from './library/location.ts';
import { moveLibrary, removeBefore } from './library/move.ts';
import { runEnds } from './protocol/choices.ts';
import type { EngineToMain, MainToEngine } from './protocol/index.ts';

interface Port {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly PagePort[] }) => void,
  ): unknown;
  postMessage(message: unknown): void;
}

/** Below the window's processes, so that it answers at once while all cores train. */
const priority = 10;

const millisecondsBetweenShares = 1000;

async function main(port: Port): Promise<void> {
  prepareProcess();
  const tell = (message: EngineToMain): void => port.postMessage(message);
  await moveIfAsked(tell);
  const opened = open(tell);
  if (!opened) return;
  const { host, file } = opened;
  tellShares(host, tell);
  const doors = new PageDoors(host, log);
  port.on('message', ({ data, ports }) => {
    const order = readOrder(data);
    if (order === null) return log('Main sent something that is no order; it is passed over.');
    obey(order, host, tell, () => {
      if (ports[0]) doors.open(ports[0]);
    });
  });
  // Sent to every process when the system shuts down, or when a terminal is closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void close(host, tell));
  tellEnds(host, tell);
  host.followQueue();
  tell({ kind: 'ready', library: file });
}

function obey(message: MainToEngine, host: Host, tell: (message: EngineToMain) => void, openPage: () => void): void {
  switch (message.kind) {
    case 'page':
      return openPage();
    case 'grant':
      host.grant(message.file, message.path, message.use);
      return tell({ kind: 'granted', file: message.file });
    case 'prefer':
      void prefer(message, host);
      return tell({ kind: 'preferred' });
    case 'suspend':
      return host.secure();
    case 'pause-all':
      return void pauseAll(host);
    case 'ping':
      return tell({ kind: 'pong' });
    case 'self-check':
      return void selfCheck(log).then((problem) => tell({ kind: 'self-checked', problem }));
    case 'close':
      return void close(host, tell);
    default:
      return unreachable(message);
  }
}

/** Threads inherit the priority, and WebAssembly its compiler, so both are set before the first of them. */
function prepareProcess(): void {
  try {
    setPriority(priority);
  } catch (error) {
    log(`The engine runs at ordinary priority: ${String(error)}`);
  }
  // V8 13.0's other compiler makes the matrix product half as fast.
  if (process.versions.v8.startsWith('13.0.')) setFlagsFromString('--turboshaft-wasm');
}

function open(tell: (message: EngineToMain) => void): { readonly host: Host; readonly file: string } | null {
  try {
    const library = openLibrary(process.env['CHARLOOM_LIBRARY'] ?? libraryIn(libraryFolder()), { log });
    if (process.env['CHARLOOM_LIBRARY'] === undefined) forgetOldPlace();
    return { host: new EngineHost(realParts(library, log)), file: library.file };
  } catch (error) {
    tell({ kind: 'refused', error: asEngineError(asLibraryError(error)) });
    // The message must be on its way before the process ends.
    setTimeout(() => process.exit(1), 100);
    return null;
  }
}

/** To which the library belongs where nobody names one. */
function libraryFolder(): string {
  return process.env['CHARLOOM_LIBRARY_FOLDER'] ?? defaultLibraryFolder(process.env, process.platform, homedir());
}

/** Before the library is opened: afterwards this process writes into it. */
async function moveIfAsked(tell: (message: EngineToMain) => void): Promise<void> {
  const to = process.env['CHARLOOM_MOVE_LIBRARY'];
  if (to === undefined) return;
  try {
    await moveLibrary(libraryFolder(), to);
    tell({ kind: 'moved', error: null });
  } catch (error) {
    tell({ kind: 'moved', error: asEngineError(asLibraryError(error)) });
  }
}

/** What a move that was broken off has left. */
function forgetOldPlace(): void {
  try {
    removeBefore(libraryFolder());
  } catch (error) {
    log(`The library's old file could not be removed: ${asEngineError(error).message}`);
  }
}

function tellShares(host: Host, tell: (message: EngineToMain) => void): void {
  let toldAt = -Infinity;
  host.onEvent((event) => {
    if (event.kind === 'run.state')
      tell({ kind: 'training', share: event.state === 'training' ? host.trainingShare() : null });
    if (event.kind !== 'run.progress' || performance.now() - toldAt < millisecondsBetweenShares) return;
    toldAt = performance.now();
    tell({ kind: 'training', share: host.trainingShare() });
  });
}

/** For a notification: who ended by itself, and how many follow. */
function tellEnds(host: Host, tell: (message: EngineToMain) => void): void {
  host.onEvent((event) => {
    if (event.kind !== 'run.state') return;
    const { run, message } = event;
    const state = runEnds.find((end) => end === event.state);
    if (state === undefined) return;
    host.ask('library.overview', {}).then(
      ({ runs }) => {
        const name = runs.find(({ id }) => id === run)?.name;
        const waiting = runs.filter((other) => other.state === 'queued').length;
        if (name !== undefined) tell({ kind: 'run-ended', name, state, message, waiting });
      },
      (error: unknown) => log(`The end of run ${run} could not be told: ${asEngineError(error).message}`),
    );
  });
}

async function prefer(wish: Parameters<Host['prefer']>[0], host: Host): Promise<void> {
  try {
    await host.prefer(wish);
  } catch (error) {
    log(`The training could not be made to suit the power: ${asEngineError(error).message}`);
  }
}

async function pauseAll(host: Host): Promise<void> {
  try {
    await host.pauseAll();
  } catch (error) {
    log(`What trains could not be paused: ${asEngineError(error).message}`);
  }
}

async function close(host: Host, tell: (message: EngineToMain) => void): Promise<void> {
  try {
    await host.close();
  } catch (error) {
    log(`The library could not be closed in order: ${asEngineError(error).message}`);
  }
  tell({ kind: 'closed' });
  setTimeout(() => process.exit(0), 100);
}

/** Main writes what comes on stderr into the log. */
function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

const { parentPort } = process as NodeJS.Process & { readonly parentPort?: Port };
if (!parentPort) throw new Error('The engine process is started by the app; for a terminal there is the command line.');
void main(parentPort);
