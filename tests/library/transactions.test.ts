// Steps that must not be taken alone: the compiler wants a transaction for them, and one that is over is refused.

import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../src-engine/errors.ts';
import type { Library } from '../../src-engine/library/library.ts';
import type { Transaction } from '../../src-engine/library/transactions.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { addRun, temporaryLibrary } from './fixtures.ts';
import { saveCheckpoint } from './saving.ts';
import { makeState } from './states.ts';

type Step = (library: Library, transaction: Transaction, run: RunId) => unknown;

const steps: Readonly<Record<string, Step>> = {
  removeAfter: ({ checkpoints }, transaction, run) => checkpoints.removeAfter(transaction, run, 10),
  removeAll: ({ checkpoints }, transaction, run) => checkpoints.removeAll(transaction, run),
  thin: ({ checkpoints }, transaction, run) => checkpoints.thin(transaction, run, { keepLast: 1, keepEvery: null }),
  letGo: ({ checkpoints }, transaction, run) => checkpoints.letGo(transaction, [checkpoints.list(run)[0].id]),
  publish: (library, transaction, run) =>
    library.publishCheckpoint(transaction, run, library.checkpoints.choose(run, 'last').id),
};

async function withCheckpoints(): Promise<{ library: Library; run: RunId }> {
  const library = temporaryLibrary();
  const run = addRun(library);
  for (const step of [10, 20, 30]) await saveCheckpoint(library, run, makeState(step), null, []);
  return { library, run };
}

function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof CharloomError ? error.message : String(error);
  }
  return 'nothing was refused';
}

describe('a step of a transaction', () => {
  for (const [name, step] of Object.entries(steps)) {
    it(`is refused after it and in that of another library: ${name}`, async () => {
      const { library, run } = await withCheckpoints();
      const other = temporaryLibrary();
      const over = library.transaction((transaction) => transaction);
      const before = library.checkpoints.list(run);
      expect(refusalOf(() => step(library, over, run))).toContain('outside of it');
      // A transaction that is under way does not revive an earlier one.
      expect(refusalOf(() => library.transaction(() => step(library, over, run)))).toContain('outside of it');
      expect(refusalOf(() => other.transaction((transaction) => step(library, transaction, run)))).toContain(
        'outside of it',
      );
      expect(library.checkpoints.list(run)).toEqual(before);
    });
  }

  it('is taken back with the transaction', async () => {
    const { library, run } = await withCheckpoints();
    const before = library.checkpoints.list(run);
    const work = (transaction: Transaction): void => {
      library.checkpoints.removeAll(transaction, run);
      throw new Error('on purpose');
    };
    expect(() => library.transaction(work)).toThrow('on purpose');
    expect(() => library.withoutSync(work)).toThrow('on purpose');
    expect(library.checkpoints.list(run)).toEqual(before);
  });

  it('is not compiled without one', async () => {
    const { library, run } = await withCheckpoints();
    // @ts-expect-error nothing but a transaction is one
    expect(() => library.checkpoints.removeAll({}, run)).toThrow(CharloomError);
    // @ts-expect-error it is not left out
    expect(() => library.checkpoints.removeAll(run)).toThrow(CharloomError);
  });
});
