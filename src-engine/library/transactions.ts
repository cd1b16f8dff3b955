// Several steps as one. Of a transaction that writes there is evidence that it is under way: a step that must never be
// seen without the others of its kind asks for it, so that the compiler refuses a call outside of a transaction, and a
// look at run time one that comes too late.

import type { Database } from 'better-sqlite3';
import { fault } from '../errors.ts';

declare const made: unique symbol;

/** Made by `inTransaction` alone, and void when that returns. */
export interface Transaction {
  readonly [made]: true;
}

const underWay = new WeakMap<Transaction, Database>();

/**
 * All or nothing: what `work` writes is there when it returns, and none of it where it throws. Inside of another one: a
 * part of that.
 */
export function inTransaction<Result>(database: Database, work: (transaction: Transaction) => Result): Result {
  const run = database.transaction(() => {
    const transaction = {} as Transaction;
    underWay.set(transaction, database);
    try {
      return work(transaction);
    } finally {
      underWay.delete(transaction);
    }
  });
  return run.immediate();
}

/**
 * All that `read` finds is of one instant, whatever other processes write meanwhile: without it, what one question has
 * named may be gone before the next one is asked. It writes nothing.
 */
export function inSnapshot<Result>(database: Database, read: () => Result): Result {
  if (database.inTransaction) return read();
  database.exec('BEGIN');
  try {
    return read();
  } finally {
    // Not committed: nothing was written, and in a damaged file a commit fails where what was read of it is whole.
    if (database.inTransaction) database.exec('ROLLBACK');
  }
}

/** @throws CharloomError 'internal' where the transaction is over, or one of another connection */
export function expectUnderWay(transaction: Transaction, database: Database): void {
  if (underWay.get(transaction) === database && database.inTransaction) return;
  throw fault('A step of a transaction was taken outside of it. Nothing was written.');
}
