// Hosts with the engine that the product has, each over a library of its own, and runs to export from them.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { realParts } from '../../src-engine/host/engine.ts';
import { EngineHost } from '../../src-engine/host.ts';
import type { Host } from '../../src-engine/host.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { Library } from '../../src-engine/library/library.ts';
import type {
  CorpusId,
  EngineEvent,
  FileGrant,
  ModelSettings,
  RunId,
  RunState,
} from '../../src-engine/protocol/index.ts';
import { tinyModel, tinyText, tinyTraining } from '../faults/tiny-settings.ts';
import { temporaryFolder } from '../library/fixtures.ts';

export interface RealHost extends Host {
  readonly library: Library;
  readonly events: readonly EngineEvent[];
  /** A path to read from and to write to. */
  readonly file: (path: string) => FileGrant;
  /** The same, where somebody has agreed to lose what is there. */
  readonly agreed: (path: string) => FileGrant;
  readonly reaches: (run: RunId, state: RunState) => Promise<void>;
}

export function realHost(file = path.join(temporaryFolder(), 'library.db')): RealHost {
  const library = openLibrary(file);
  const host = new EngineHost(realParts(library, () => {}));
  onTestFinished(() => host.close());
  const events: EngineEvent[] = [];
  host.onEvent((event) => events.push(event));
  return Object.assign<Host, Omit<RealHost, keyof Host>>(host, {
    library,
    events,
    file(target) {
      host.grant(target as FileGrant, target, 'read');
      host.grant(target as FileGrant, target, 'write');
      return target as FileGrant;
    },
    agreed(target) {
      host.grant(target as FileGrant, target, 'replace');
      return target as FileGrant;
    },
    reaches: (run, state) =>
      new Promise((resolve) => {
        const unsubscribe = host.onEvent((event) => {
          if (event.kind !== 'run.state' || event.run !== run || event.state !== state) return;
          unsubscribe();
          resolve();
        });
      }),
  });
}

export async function importTiny(host: Host, text = tinyText): Promise<CorpusId> {
  return (await host.ask('corpus.import', { source: { kind: 'text', title: 'Roses', text } })).id;
}

/**
 * By the model's settings: a library with a run on the tiny text. Trained once in a process, however many tests begin
 * with it.
 */
const trained = new Map<string, Promise<Buffer>>();

/** A host of its own over a library with a run of 60 steps and all its checkpoints, from 5 to 60. */
export async function trainedHost(
  settings: Partial<ModelSettings> = {},
): Promise<{ readonly here: RealHost; readonly run: RunId }> {
  const key = JSON.stringify(settings);
  const library = trained.get(key) ?? trainTiny(settings);
  trained.set(key, library);
  const file = path.join(temporaryFolder(), 'library.db');
  writeFileSync(file, await library);
  const here = realHost(file);
  const [{ id: run }] = here.library.runs.list();
  return { here, run };
}

async function trainTiny(settings: Partial<ModelSettings>): Promise<Buffer> {
  const file = path.join(temporaryFolder(), 'library.db');
  const host = realHost(file);
  const corpus = await importTiny(host);
  const training = { ...tinyTraining, length: { kind: 'steps', steps: 60 } } as const;
  const model = { ...tinyModel, ...settings };
  const { id } = await host.ask('run.start', { corpus, model, training, start: 'queued', name: 'Tiny' });
  await host.ask('run.retention', { run: id, keepLast: 100, keepEvery: null });
  await finish(host, id);
  await host.close();
  return readFileSync(file);
}

export async function finish(host: RealHost, run: RunId): Promise<void> {
  const end = host.reaches(run, 'finished');
  await host.ask('run.continue', { run });
  await end;
}
