// The library's runs through a connection of their own, for the thread that exports models. It only reads, and sees one and the same
// state of the library from its first question to its last.

import { openCheckpoints } from './checkpoints.ts';
import { openCorpora } from './corpora.ts';
import { openCurves } from './curves.ts';
import { createDamage } from './damage.ts';
import { openDatabase } from './open.ts';
import { markOfThisProcess } from './processes.ts';
import { openRuns } from './runs.ts';
import { openValidations } from './validations.ts';

export type ModelsAlone = ReturnType<typeof openModels>['models'];

/** Opens the library, lets `read` look at its models, and closes it. */
export function readModels<Result>(file: string, read: (models: ModelsAlone) => Result): Result {
  const { database, models } = openModels(file);
  try {
    return database.transaction(() => read(models)).deferred();
  } finally {
    database.close();
  }
}

function openModels(file: string) {
  const database = openDatabase(file);
  const self = markOfThisProcess();
  return {
    database,
    models: {
      runs: openRuns(database, self, Date.now, createDamage()),
      checkpoints: openCheckpoints(database, Date.now),
      corpora: openCorpora(database, self, Date.now),
      curves: openCurves(database),
      validations: openValidations(database),
    },
  };
}
