// A question before something is lost for good.

import { createInterface } from 'node:readline/promises';
import { harmless } from './output.ts';
import { usageError } from './session.ts';

/** @throws CharloomError where nobody can be asked; exit code 2 */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw usageError(`${question.replaceAll('\n', ' ')} Nobody can be asked here: say it with --yes.`);
  }
  const asker = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asker.question(`${harmless(question)} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    asker.close();
  }
}
