// What a model wrote by itself along its way. Thinned like checkpoints: a run of days keeps an even choice.

import type { Database } from 'better-sqlite3';
import type { RunId, Specimen } from '../protocol/index.ts';
import { spreadEvenly } from './retention.ts';

const mostKept = 100;

export function openSpecimens(database: Database) {
  const ofRun = database.prepare<[number], Specimen>(
    'SELECT step, prompt, text, temperature FROM specimens WHERE run = ? ORDER BY step',
  );
  const steps = database.prepare<[number], number>('SELECT step FROM specimens WHERE run = ? ORDER BY step').pluck();
  const put = database.prepare(
    'INSERT OR REPLACE INTO specimens (run, step, prompt, text, temperature) VALUES (@run, @step, @prompt, @text, @temperature)',
  );
  const remove = database.prepare('DELETE FROM specimens WHERE run = ? AND step = ?');
  const removeAfter = database.prepare('DELETE FROM specimens WHERE run = ? AND step > ?');

  const putAndThin = database.transaction((run: RunId, specimen: Specimen) => {
    put.run({ run, ...specimen });
    const all = steps.all(run);
    const kept = new Set(spreadEvenly(all, mostKept));
    for (const step of all) if (!kept.has(step)) remove.run(run, step);
  });

  return {
    list: (run: RunId): readonly Specimen[] => ofRun.all(run),
    put(run: RunId, specimen: Specimen): void {
      putAndThin.immediate(run, specimen);
    },
    cutAfter(run: RunId, step: number): void {
      removeAfter.run(run, step);
    },
  };
}
