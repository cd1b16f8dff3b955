// What was told to be saved is there after kill -9, whole.

import { spawn } from 'node:child_process';
import path from 'node:path';
import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { addRun, temporaryFolder } from './fixtures.ts';
import { makeState } from './states.ts';

/** Runs the writer until it has told `steps` checkpoints and some milliseconds more. @returns the last step told */
function writeAndKill(file: string, run: RunId, steps: number, milliseconds: number): Promise<number> {
  const script = path.join(import.meta.dirname, 'checkpoint-writer.ts');
  const child = spawn(process.execPath, [script, file, String(run)], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let told = '';
    let isDying = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      if (!isDying && told.split('\n').length > steps) {
        isDying = true;
        setTimeout(() => child.kill('SIGKILL'), milliseconds);
      }
    });
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the writer ended by itself: ${code}`));
      resolve(Number(told.trimEnd().split('\n').at(-1)));
    });
  });
}

it('a checkpoint that was told is there after kill -9, and every checkpoint is whole', async () => {
  const file = path.join(temporaryFolder(), 'library.db');
  const made = openLibrary(file);
  const run = addRun(made);
  made.close();
  for (let round = 0; round < 6; round++) {
    const told = await writeAndKill(file, run, 2 + round, (round * 7) % 20);
    const library = openLibrary(file);
    expect(library.runs.find(run).state).toBe('interrupted');
    const { state, damaged } = library.checkpoints.newestGood(run);
    expect(damaged).toEqual([]);
    expect(state?.step).toBeGreaterThanOrEqual(told);
    expect(state).toEqual(makeState(state?.step ?? 0, { length: 20_000 }));
    for (const { step } of library.checkpoints.list(run)) {
      expect(library.checkpoints.parameters(run, { step }).parameters).toEqual(
        makeState(step, { length: 20_000 }).parameters,
      );
    }
    const { steps } = library.curves.read(run, 1e6);
    expect(Array.from(steps)).toEqual(Array.from({ length: state?.step ?? 0 }, (_, index) => index + 1));
    library.close();
  }
  const reader = new SQLite(file);
  expect(reader.pragma('integrity_check', { simple: true })).toBe('ok');
  reader.close();
});
