// Imports one text through a host as the app has it, and tells how long it took and what memory.

import { realParts } from '../src-engine/host/engine.ts';
import { EngineHost } from '../src-engine/host.ts';
import { openLibrary } from '../src-engine/library/library.ts';
import type { CleaningStep, CorpusUnit, FileGrant } from '../src-engine/protocol/index.ts';
import { defaultPreparation } from '../src-engine/settings/defaults.ts';
import type { ImportFigures } from './import.ts';

interface Job {
  readonly file: string;
  readonly library: string;
  readonly unit: CorpusUnit;
  readonly cleaning: readonly (CleaningStep['kind'] & ('nfc' | 'lowercase' | 'spaces' | 'blank-lines'))[];
}

const beat = 5;

const job = JSON.parse(process.argv[2]) as Job;
const library = openLibrary(job.library);
const host = new EngineHost(realParts(library, () => undefined));
const file = 'file' as FileGrant;
host.grant(file, job.file, 'read');

let peakBytes = 0;
let stallMilliseconds = 0;
let last = performance.now();
const watch = setInterval(() => {
  const now = performance.now();
  stallMilliseconds = Math.max(stallMilliseconds, now - last - beat);
  last = now;
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}, beat);

const began = performance.now();
const preparation = { ...defaultPreparation, unit: job.unit, cleaning: job.cleaning.map((kind) => ({ kind })) };
const { id } = await host.ask('corpus.import', { source: { kind: 'files', files: [file] }, preparation });
const seconds = (performance.now() - began) / 1000;
clearInterval(watch);
await host.close();

const again = performance.now();
const reopened = openLibrary(job.library);
await reopened.corpora.loadIds(id);
const reopenSeconds = (performance.now() - again) / 1000;
reopened.close();
console.log(JSON.stringify({ seconds, peakBytes, reopenSeconds, stallMilliseconds } satisfies ImportFigures));
