// The entry of the lens's thread. A measurement works chunk by chunk and rests between them, so that neither a click
// nor a training run waits for it.

import { setTimeout as wait } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { asEngineError, unreachable } from '../errors.ts';
import type { FailedJob } from '../job-thread.ts';
import { instantiateKernels } from '../kernels/instantiate.ts';
import { createMemory, firstOffset, panelWidth } from '../kernels/wasm.ts';
import type { CompiledKernels } from '../kernels/wasm.ts';
import type { ChunkSize } from '../nn/cell-buffers.ts';
import type { TrainedModel } from '../sampling/types.ts';
import { Connections, connectionSteps } from './connection.ts';
import type { FromLens, Measured, ToLens } from './lens-messages.ts';
import { Lens, planLens } from './lens.ts';
import { measureLineMemory, relativeToSameLines, sizeOfLineMemory } from './line-memory.ts';
import type { LineMemorySums } from './line-memory.ts';
import { measureMemory, sizeOfMemory } from './memory.ts';
import type { MemorySums } from './memory.ts';

type Job<Kind extends ToLens['kind']> = Extract<ToLens, { kind: Kind }>;
type Counted = Pick<MemorySums | LineMemorySums, 'classes' | 'positions'>;

/** What clicks are answered with. */
let bound: { readonly key: string; readonly connections: Connections } | null = null;

parentPort?.on('message', (message: ToLens) => {
  if (message.kind === 'release') bound = null;
  else {
    work(message).then(tell, (error: unknown) => {
      tell({ kind: 'failed', id: message.id, error: asEngineError(error) });
    });
  }
});

function tell(message: FromLens | FailedJob): void {
  parentPort?.postMessage(message);
}

async function work(message: Exclude<ToLens, { kind: 'release' }>): Promise<FromLens> {
  switch (message.kind) {
    case 'measure':
      return { kind: 'measured', id: message.id, measured: await measure(message) };
    case 'measure-lines':
      return { kind: 'measured', id: message.id, measured: await measureLines(message) };
    case 'connect':
      return {
        kind: 'connected',
        id: message.id,
        connected: connectionsFor(message).look(message.ids, message.at, message.next),
      };
    default:
      return unreachable(message);
  }
}

function openLens(compiled: CompiledKernels, trained: TrainedModel, chunk: ChunkSize): Lens {
  const plan = planLens(trained, chunk, { panelWidth, start: firstOffset });
  return new Lens(instantiateKernels(compiled, createMemory(plan.size)), plan, trained.parameters);
}

function connectionsFor({ compiled, key, trained }: Job<'connect'>): Connections {
  if (bound?.key === key) return bound.connections;
  bound = null;
  if (trained === null) throw new Error(`No model is bound to the lens as ${key}.`);
  const connections = new Connections(openLens(compiled, trained, { steps: connectionSteps, lanes: 1 }));
  bound = { key, connections };
  return connections;
}

async function measure({ compiled, trained, ids, classOf, classes, rest }: Job<'measure'>): Promise<Measured> {
  const size = sizeOfMemory(ids.length);
  if (!size) throw new RangeError(`${ids.length} characters are too few to measure a memory on.`);
  const lens = openLens(compiled, trained, size);
  const sums = await lastOf(measureMemory(lens, ids, size, classOf, classes), rest);
  const here = sums.classes.reduce((sum, { sums: own }) => sum + own[0], 0) / sums.positions;
  return {
    layers: sums.layers.map((total) => total.map((sum) => sum / total[0])),
    classes: sums.classes.map(({ sums: own, counts }) => own.map((sum, k) => sum / counts[k] / here)),
    ...countsOf(sums),
  };
}

async function measureLines({
  compiled,
  trained,
  lines,
  classOf,
  classes,
  rest,
}: Job<'measure-lines'>): Promise<Measured> {
  const size = sizeOfLineMemory(lines);
  const lens = openLens(compiled, trained, size);
  const sums = await lastOf(measureLineMemory(lens, lines, size, classOf, classes), rest);
  return { ...relativeToSameLines(sums), ...countsOf(sums) };
}

/** The last of the sums; after each the thread rests so many times as long as it has worked. */
async function lastOf<Sums>(all: Generator<Sums>, rest: number): Promise<Sums> {
  let last: Sums | null = null;
  let began = performance.now();
  for (last of all) {
    await wait((performance.now() - began) * rest);
    began = performance.now();
  }
  if (last === null) throw new Error('Nothing was measured.');
  return last;
}

function countsOf({ classes, positions }: Counted): Pick<Measured, 'counts' | 'positions'> {
  return { counts: classes.map(({ counts }) => counts.reduce((all, count) => all + count, 0)), positions };
}
