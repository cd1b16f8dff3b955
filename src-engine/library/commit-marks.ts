// Every commit into a library names itself and the commit before it: a random mark in a table of one row. Only so can
// be told whether a journal belongs to the file that it lies beside (`journal.ts`): SQLite's own journals do not say
// whose they are.

import type { Database, Statement } from 'better-sqlite3';

/**
 * By which the table's page is found in a journal, without reading tables. Never changed: released libraries have it.
 */
export const magic = Buffer.from('f7c3a94e8d12b05e9960eb1fd87a3cc4', 'hex');

/** Bytes of a mark. */
export const markBytes = 16;

/** For the migration that brings it. The row is as long after every change, so that it stays where it is. */
export const createMarks = `
  CREATE TABLE commit_marks (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    magic BLOB NOT NULL, -- by which the page is found in a journal
    mark BLOB NOT NULL, -- random, another one with every commit
    previous BLOB NOT NULL -- the mark of the commit before
  ) STRICT;
  INSERT INTO commit_marks VALUES (1, x'${magic.toString('hex')}', randomblob(${markBytes}), randomblob(${markBytes}));
  `;

const renewal = `UPDATE commit_marks SET previous = mark, mark = randomblob(${markBytes})`;

/** From now on the connection marks every transaction that changes something, a single statement too. */
export function markCommits(database: Database): void {
  const marks = new CommitMarks(database);
  database.transaction = ((work: (...values: unknown[]) => unknown) =>
    marks.transaction(work)) as Database['transaction'];
  database.prepare = ((sql: string) => marks.prepare(sql)) as Database['prepare'];
}

/** A connection's own `transaction` and `prepare`, which mark what they change. */
class CommitMarks {
  readonly #database: Database;
  readonly #begin: Database['transaction'];
  readonly #prepare: (sql: string) => Statement;
  /** Transactions within one another. */
  #depth = 0;
  #isMarked = false;
  #renew: Statement | null = null;

  constructor(database: Database) {
    this.#database = database;
    this.#begin = database.transaction.bind(database);
    this.#prepare = database.prepare.bind(database);
  }

  transaction(work: (...values: unknown[]) => unknown) {
    return this.#begin((...values: unknown[]) => {
      if (this.#depth === 0) this.#isMarked = false;
      const wasMarked = this.#isMarked;
      this.#depth++;
      try {
        return work(...values);
      } catch (error) {
        // What is taken back of a transaction takes the mark back that was set in it.
        this.#isMarked = wasMarked;
        throw error;
      } finally {
        this.#depth--;
      }
    });
  }

  prepare(sql: string): Statement {
    const statement = this.#prepare(sql);
    // VACUUM cannot be part of a transaction; only `VACUUM INTO` is used, which leaves the library as it is.
    if (statement.readonly || sql.startsWith('VACUUM')) return statement;
    const [run, get, all] = [
      statement.run.bind(statement),
      statement.get.bind(statement),
      statement.all.bind(statement),
    ];
    const always = (): boolean => true;
    statement.run = (...values) =>
      this.#write(
        () => run(...values),
        ({ changes }) => changes > 0,
      );
    statement.get = (...values) => this.#write(() => get(...values), always);
    statement.all = (...values) => this.#write(() => all(...values), always);
    return statement;
  }

  #write<Result>(act: () => Result, isChange: (result: Result) => boolean): Result {
    if (!this.#database.inTransaction) {
      return this.#database.transaction(() => this.#write(act, isChange)).immediate();
    }
    const result = act();
    if (isChange(result)) this.#mark();
    return result;
  }

  #mark(): void {
    if (this.#isMarked) return;
    this.#isMarked = true;
    if (this.#renew === null && hasMarks(this.#database)) this.#renew = this.#prepare(renewal);
    this.#renew?.run();
  }
}

/** The smallest thing that can be written: marks the transaction that is under way, or one of its own. */
export function markCommit(database: Database): void {
  if (hasMarks(database)) database.prepare('UPDATE commit_marks SET id = id').run();
}

/** Null in a library from before there were marks. */
export function readMark(database: Database): string | null {
  if (!hasMarks(database)) return null;
  const mark = database.prepare<[], Buffer>('SELECT mark FROM commit_marks').pluck().get();
  return mark?.toString('hex') ?? null;
}

function hasMarks(database: Database): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'commit_marks'").get() !== undefined;
}
