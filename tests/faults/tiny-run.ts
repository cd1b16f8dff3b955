// The run that all damage is done to: real threads and the real command line's host, on a model so small that a run of
// some hundred steps takes a second. Each use is a process of its own: node tests/faults/tiny-run.ts LIBRARY
// start|start-long|RUN, which prints a line for every durable checkpoint, for trouble and for the end, and stops at
// SIGTERM.

import { EngineHost } from '../../src-engine/host.ts';
import { realParts } from '../../src-engine/host/engine.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { longLength, tinyModel, tinyText, tinyTraining } from './tiny-settings.ts';

const [file = '', what = 'start'] = process.argv.slice(2);
const host = new EngineHost(realParts(openLibrary(file), () => {}));

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

host.onEvent((event) => {
  if (event.kind === 'run.checkpoint') say({ kind: 'checkpoint', step: event.checkpoint.step });
  if (event.kind === 'library.trouble') say(event);
  if (event.kind === 'notice') say(event);
  if (event.kind !== 'run.state' || event.state === 'training') return;
  say({ kind: 'ended', state: event.state, message: event.message });
  void host.close().then(() => process.exit(0));
});

let run = Number(what) as RunId;
if (what === 'start' || what === 'start-long') {
  const corpus = await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: tinyText } });
  const training = what === 'start-long' ? { ...tinyTraining, length: longLength } : tinyTraining;
  run = (await host.ask('run.start', { corpus: corpus.id, model: tinyModel, training })).id;
} else {
  await host.ask('run.continue', { run });
}
say({ kind: 'started', run });
process.on('SIGTERM', () => {
  host.ask('run.stop', { run }).catch(() => {});
});
