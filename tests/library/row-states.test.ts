// Every row of a table whose rows come and go is in one of four states, and only one file knows how that is stored.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import { markOfThisProcess } from '../../src-engine/files/processes.ts';
import { settleAbandoned, when } from '../../src-engine/library/row-states.ts';
import type { RowState, StatefulTable } from '../../src-engine/library/row-states.ts';
import { addCorpus, addRun, openRaw, plainOrigin, temporaryFolder } from './fixtures.ts';
import { saveCheckpoint } from './saving.ts';
import { makeState } from './states.ts';

const states: readonly RowState[] = ['writing', 'here', 'aside', 'gone'];

describe('the states of rows', () => {
  it('are told apart in every table, and what a dead process was writing is let go, but not what it put aside', async () => {
    const file = path.join(temporaryFolder(), 'library.db');
    const library = openLibrary(file, { self: { pid: 999_999, started: 'never' } });
    const corpus = addCorpus(library);
    const text = { name: 'Other', source: '', encoding: '', characters: 1, width: 1, ...plainOrigin } as const;
    library.corpora.begin({ ...text, symbols: ['a'], counts: [1] });
    const run = addRun(library, corpus);
    const { name, model, training } = library.runs.find(run);
    library.runs.begin({ name, corpus, model, training, trainCharacters: 1, symbols: ['a'], unit: 'codepoint' });
    await library.writeCheckpoint(run, makeState(1), null);
    const raw = openRaw(file);
    const count = (table: StatefulTable, state: RowState): number =>
      Number(
        raw
          .prepare(`SELECT count(*) FROM ${table} WHERE ${when(table, state)}`)
          .pluck()
          .get(),
      );
    const counts = (table: StatefulTable): readonly number[] => states.map((state) => count(table, state));
    library.putCorpusAside(addCorpus(library, 'another'));
    library.runs.putAside(addRun(library, corpus));
    expect(counts('corpora')).toEqual([1, 1, 1, 0]);
    expect(counts('runs')).toEqual([1, 1, 1, 0]);
    expect(counts('checkpoints')).toEqual([1, 0, 0, 0]);
    const older = await saveCheckpoint(library, run, makeState(2), null, []);
    await saveCheckpoint(library, run, makeState(3), null, []);
    library.checkpoints.putAside(run, older.id);
    expect(counts('checkpoints')).toEqual([1, 1, 1, 0]);
    const self = markOfThisProcess();
    for (const table of ['corpora', 'runs', 'checkpoints'] as const) {
      settleAbandoned(raw, table, self, Date.now());
      const owners = raw
        .prepare(`SELECT owner FROM ${table} WHERE ${when(table, 'aside')}`)
        .pluck()
        .all();
      expect(owners).toEqual([JSON.stringify(self)]);
    }
    expect(counts('corpora')).toEqual([0, 1, 1, 1]);
    expect(counts('runs')).toEqual([0, 1, 1, 1]);
    expect(counts('checkpoints')).toEqual([0, 1, 1, 1]);
    raw.close();
    library.close();
  });

  it('are stored in ways that no other file knows', () => {
    const folder = path.resolve('src-engine/library');
    // The tables themselves, and a library that is put together from what could be read.
    const others = readdirSync(folder).filter(
      (name) => !['row-states.ts', 'migrations.ts', 'salvage.ts'].includes(name),
    );
    const naming = others.filter((name) =>
      /\b(visible|complete|deleted) *(=|<>|IS) *\d/.test(readFileSync(path.join(folder, name), 'utf8')),
    );
    expect(naming).toEqual([]);
  });
});
