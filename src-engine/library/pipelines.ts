// Lists of sampling stages that the user has given a name.

import type { Database, Statement } from 'better-sqlite3';
import { shortened } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import type { SamplingStage } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { readPipeline, storablePipeline } from '../sampling/stored.ts';
import type { Damage } from './damage.ts';
import { parseStored } from './failures.ts';

export interface NamedStages {
  readonly name: string;
  readonly stages: readonly SamplingStage[];
}

interface Row {
  /** Its name: what it goes by where it cannot be read. */
  readonly id: string;
  readonly stages: string;
}

/** What is written is durable when a method returns. */
export class Pipelines {
  readonly #all: Statement<[], Row>;
  readonly #put: Statement;
  readonly #remove: Statement;
  readonly #damage: Damage;

  /** @param damage hears of those that cannot be read */
  constructor(database: Database, damage: Damage) {
    this.#all = database.prepare('SELECT name AS id, stages FROM pipelines ORDER BY name');
    this.#put = database.prepare(
      'INSERT INTO pipelines (name, stages) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET stages = excluded.stages',
    );
    this.#remove = database.prepare('DELETE FROM pipelines WHERE name = ?');
    this.#damage = damage;
  }

  /** By name; without those that cannot be read. */
  list(): readonly NamedStages[] {
    return this.#damage.readable(
      this.#all.all(),
      ({ id, stages }) => ({ name: id, stages: readPipeline(parseStored(stages, ['pipeline', id])) }),
      'pipeline',
    );
  }

  /** In place of the one of the same name. */
  save(name: string, stages: readonly SamplingStage[]): void {
    this.#put.run(name, JSON.stringify(storablePipeline(stages)));
  }

  /** @throws CharloomError 'not-found' */
  delete(name: string): void {
    if (this.#remove.run(name).changes === 0) {
      throw new CharloomError('not-found', sentence`There is no saved pipeline "${shortened(name)}".`);
    }
  }
}
