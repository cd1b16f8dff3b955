// Lists of sampling stages that the user has given a name.

import type { Database } from 'better-sqlite3';
import { quoted } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import type { SamplingStage } from '../protocol/index.ts';
import { checkStages } from '../sampling/schemas.ts';
import type { Damage } from './damage.ts';
import { parseStored } from './failures.ts';

export interface NamedStages {
  readonly name: string;
  readonly stages: readonly SamplingStage[];
}

export function openPipelines(database: Database, damage: Damage) {
  const all = database.prepare<[], { readonly id: string; readonly stages: string }>(
    'SELECT name AS id, stages FROM pipelines ORDER BY name',
  );
  const put = database.prepare(
    'INSERT INTO pipelines (name, stages) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET stages = excluded.stages',
  );
  const remove = database.prepare('DELETE FROM pipelines WHERE name = ?');
  return {
    list: (): readonly NamedStages[] =>
      damage.readable(
        all.all(),
        ({ id, stages }) => ({ name: id, stages: checkStages(parseStored(stages, `Pipeline ${id}`)) }),
        'Pipeline',
      ),

    save(name: string, stages: readonly SamplingStage[]): void {
      put.run(name, JSON.stringify(stages));
    },

    delete(name: string): void {
      if (remove.run(name).changes === 0) {
        throw new CharloomError('not-found', `There is no saved pipeline ${quoted(name)}.`);
      }
    },
  };
}
