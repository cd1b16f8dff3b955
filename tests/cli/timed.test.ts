// A run by the minute on the command line: stopped in the middle, it trains for the rest of its time, and what it
// recorded of its course gives the same weights again.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../src-engine/corpus/split.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { expectSameState, train } from '../training/run.ts';
import { jsonCli, linesOf, startCli } from './run-cli.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(200);
const settings = ['--cell', 'gru', '--hidden', '16', '--batch', '2', '--sequence', '8', '--threads', '1'];

/** All that the library has of a run. */
async function recorded(file: string, run: RunId) {
  const library = openLibrary(file);
  try {
    const stored = library.runs.find(run);
    const { state } = library.checkpoints.newestGood(run);
    if (!state) throw new Error('There is no checkpoint.');
    const text = await library.corpora.loadIds(stored.corpus);
    const ids = text.subarray(0, text.length - splitText(text.length, stored.training).test);
    return { stored, state, ids, vocabulary: library.runs.symbols(run).length };
  } finally {
    library.close();
  }
}

describe('a run by the minute', () => {
  it('stopped by Ctrl-C goes on for the rest of its time, and can be repeated from its course', async () => {
    const folder = temporaryFolder();
    const [text, library] = [path.join(folder, 'verse.txt'), path.join(folder, 'library.db')];
    writeFileSync(text, verse);
    // Checkpoints are asked for far more often than they can be written.
    const every = 50;
    // Long enough for a busy machine to see the first one before the run is over.
    const seconds = 6;
    const dense = ['--minutes', String(seconds / 60), '--checkpoint-every', String(every)];
    const first = startCli(library, 'train', text, ...settings, ...dense, '--json');
    await first.line('checkpoint');
    first.child.kill('SIGINT');
    await first.ended;
    const [stopped] = await jsonCli(library, 'runs');
    expect(stopped).toMatchObject({ id: 1, state: 'stopped' });
    const half = (await recorded(library, 1 as RunId)).state;
    const spent = half.progress.seconds;
    expect(spent).toBeLessThan(seconds);

    const lines = linesOf((await startCli(library, 'train', '--resume', '1', '--json').ended).stdout);
    expect(lines.at(-1)).toMatchObject({ kind: 'finished' });
    const { stored, state, ids, vocabulary } = await recorded(library, 1 as RunId);
    expect(stored.state).toBe('finished');
    expect(stored.progress?.seconds).toBeGreaterThan(spent);
    expect(stored.totalSteps).toBe(state.step);
    const checkpoints = lines.filter(({ kind }) => kind === 'checkpoint').length;
    expect(checkpoints).toBeGreaterThan(1);
    expect(checkpoints).toBeLessThan((state.step - half.step) / every);

    const { extensions, model, training, trainCharacters } = stored;
    const length = { kind: 'steps', steps: extensions[0]?.from ?? state.step } as const;
    const again = await train({
      ...{ model, vocabulary, ids, trainCharacters, extensions },
      training: { ...training, length, checkpointEvery: 1e9 },
      ...{ totalSteps: null, checkpoint: null, reload: () => null },
    });
    expectSameState(again.final, state);
  });
});
