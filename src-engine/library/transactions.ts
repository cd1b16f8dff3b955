// Evidence that a transaction is under way. A step that must never be seen without the others of its kind asks for it,
// so that the compiler refuses a call outside of a transaction, and a look at run time one that comes too late.

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

/** @throws CharloomError 'internal' where the transaction is over, or one of another connection */
export function expectUnderWay(transaction: Transaction, database: Database): void {
  if (underWay.get(transaction) === database && database.inTransaction) return;
  throw fault('A step of a transaction was taken outside of it. Nothing was written.');
}
