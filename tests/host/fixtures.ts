// A host with the toy engine over a real library, in a folder of its own.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { catalogue } from '../../corpora/catalogue.ts';
import { installedPackages } from '../../src-engine/corpus/packages.ts';
import type { Engine } from '../../src-engine/host/context.ts';
import { EngineHost } from '../../src-engine/host.ts';
import type { Host } from '../../src-engine/host.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { Library } from '../../src-engine/library/library.ts';
import type { EngineEvent, FileGrant, RunId } from '../../src-engine/protocol/index.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { toyEngine } from './toy-engine.ts';
import { plainModel } from '../plain-model.ts';

export const verse = 'The rose is red, the violet blue.\n'.repeat(30);

export const model = { ...plainModel, cell: 'lstm', hidden: 8 } as const;
export const training = { ...defaultTraining(2), batch: 2, sequence: 8, length: { kind: 'steps', steps: 60 } } as const;

type EventOf<Kind extends EngineEvent['kind']> = Extract<EngineEvent, { kind: Kind }>;

export interface TestHost extends Host {
  readonly folder: string;
  readonly file: string;
  readonly library: Library;
  readonly events: EngineEvent[];
  readonly logged: string[];
  eventsOf<Kind extends EngineEvent['kind']>(kind: Kind): readonly EventOf<Kind>[];
  /** Resolves with the first event of the kind, past or to come, that fits. */
  event<Kind extends EngineEvent['kind']>(kind: Kind, fits?: (event: EventOf<Kind>) => boolean): Promise<EventOf<Kind>>;
  /** Writes a file and makes it readable. */
  addFile(name: string, content: string | Uint8Array): FileGrant;
}

interface HostOptions {
  readonly file?: string;
  readonly engine?: Partial<Engine>;
  /** Left out: any run fits. */
  readonly availableMemory?: () => number;
}

export function temporaryHost(options: HostOptions = {}): TestHost {
  const folder = temporaryFolder();
  const file = options.file ?? path.join(folder, 'library.db');
  const events: EngineEvent[] = [];
  const logged: string[] = [];
  const watchers = new Set<(event: EngineEvent) => void>();
  const library = openLibrary(file);
  const host = new EngineHost({
    library,
    version: '1.2.3',
    engine: { ...toyEngine, ...options.engine },
    catalogue,
    packages: installedPackages(),
    processors: 2,
    availableMemory: options.availableMemory ?? (() => Infinity),
    machine: 'toy',
    log: (line) => logged.push(line),
  });
  host.onEvent((event) => {
    events.push(event);
    for (const watcher of watchers) watcher(event);
  });
  onTestFinished(() => host.close());
  return Object.assign<Host, Omit<TestHost, keyof Host>>(host, {
    folder,
    file,
    library,
    events,
    logged,
    eventsOf: (kind) => events.filter((event): event is EventOf<typeof kind> => event.kind === kind),
    event<Kind extends EngineEvent['kind']>(kind: Kind, fits: (event: EventOf<Kind>) => boolean = () => true) {
      const matches = (event: EngineEvent): event is EventOf<Kind> =>
        event.kind === kind && fits(event as EventOf<Kind>);
      const past = events.find(matches);
      if (past) return Promise.resolve(past);
      return new Promise<EventOf<Kind>>((resolve) => {
        const watcher = (event: EngineEvent): void => {
          if (!matches(event)) return;
          watchers.delete(watcher);
          resolve(event);
        };
        watchers.add(watcher);
      });
    },
    addFile(name, content) {
      const target = path.join(folder, name);
      writeFileSync(target, content);
      host.grant(name as FileGrant, target, 'read');
      return name as FileGrant;
    },
  });
}

/** Imports the verse and trains on it. @returns the run, under way */
export async function startRun(host: Host, change: Partial<typeof training> | object = {}): Promise<RunId> {
  const corpus = await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } });
  const run = await host.ask('run.start', { corpus: corpus.id, model, training: { ...training, ...change } });
  return run.id;
}
