// A process that writes one checkpoint after the other and tells each once it is durable, until it is killed.
// Arguments: the library's file, the run.

import { writeSync } from 'node:fs';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { makeState } from './states.ts';
import { saveCheckpoint } from './saving.ts';

const [file, run] = process.argv.slice(2);
const library = openLibrary(file);
const id = Number(run) as RunId;
library.runs.claim(id);
const first = (library.checkpoints.newestGood(id).state?.step ?? 0) + 1;
library.rewind(id, first - 1, { checkpoints: 'keep' });
for (let step = first; ; step++) {
  await saveCheckpoint(library, id, makeState(step, { length: 20_000 }), 5 / step, [{ step, loss: 1 / step }]);
  writeSync(1, `${step}\n`);
}
