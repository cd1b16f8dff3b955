// The library's runs through a connection of their own, for the thread that exports models. It only reads, and sees one
// and the same state of the library from its first question to its last.

import type { Database } from 'better-sqlite3';
import { Checkpoints } from './checkpoints.ts';
import { Corpora } from './corpora.ts';
import { Curves } from './curves.ts';
import { Damage } from './damage.ts';
import { openDatabase } from './open.ts';
import { markOfThisProcess } from '../files/processes.ts';
import { Runs } from './runs.ts';
import { inSnapshot } from './transactions.ts';
import { Validations } from './validations.ts';

export interface ModelsAlone {
  readonly runs: Runs;
  readonly checkpoints: Checkpoints;
  readonly corpora: Corpora;
  readonly curves: Curves;
  readonly validations: Validations;
}

/** Opens the library, lets `read` look at its models, and closes it. */
export function readModels<Result>(file: string, read: (models: ModelsAlone) => Result): Result {
  const database = openDatabase(file);
  try {
    return inSnapshot(database, () => read(modelsIn(database)));
  } finally {
    database.close();
  }
}

function modelsIn(database: Database): ModelsAlone {
  const self = markOfThisProcess();
  return {
    runs: new Runs(database, self, Date.now, new Damage()),
    checkpoints: new Checkpoints(database, self, Date.now),
    corpora: new Corpora(database, self, Date.now),
    curves: new Curves(database),
    validations: new Validations(database),
  };
}
