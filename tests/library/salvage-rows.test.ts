// What is copied of a damaged table.

import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { copyTable } from '../../src-engine/library/salvage-rows.ts';

it('leaves out a row whose value is not of its column’s type, and keeps the others', () => {
  const [source, target] = [new SQLite(':memory:'), new SQLite(':memory:')];
  // In the file itself the table is strict, too; there only damage puts such a value in.
  source.exec(
    "CREATE TABLE steps (id INTEGER PRIMARY KEY, run INTEGER); INSERT INTO steps VALUES (1, 4), (2, x'a5'), (3, 5)",
  );
  target.exec('CREATE TABLE steps (id INTEGER PRIMARY KEY, run INTEGER) STRICT');
  expect(copyTable(source, target, 'steps')).toEqual({ rows: 2, isWhole: false });
  expect(target.prepare('SELECT * FROM steps').all()).toEqual([
    { id: 1, run: 4 },
    { id: 3, run: 5 },
  ]);
  source.close();
  target.close();
});
