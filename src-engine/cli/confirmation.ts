// A question before something is lost for good.

import { createInterface } from 'node:readline/promises';
import { pressCtrlC } from './interruption.ts';
import { harmless } from './output.ts';
import type { CommandTools } from './run-command.ts';
import { usageError } from './failure.ts';

/** Where a question is asked. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * An input that ends without an answer is a no.
 * @throws CharloomError where nobody can be asked, exit code 2; 'cancelled' after an interruption
 */
export async function confirmed(
  { onInterrupt, checkInterrupted }: Pick<CommandTools, 'onInterrupt' | 'checkInterrupted'>,
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  if (!input.isTTY) {
    throw usageError(`${question.replaceAll('\n', ' ')} Nobody can be asked here: say it with --yes.`);
  }
  const asker = createInterface({ input, output, terminal: true });
  const giveUp = new AbortController();
  onInterrupt(() => giveUp.abort());
  // While a line is edited, the terminal makes no signal of the key.
  asker.on('SIGINT', pressCtrlC);
  try {
    const answer = await asker.question(`${harmless(question)} [y/N] `, { signal: giveUp.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    output.write('\n');
    checkInterrupted();
    if (error instanceof Error && error.name === 'AbortError') return false;
    throw error;
  } finally {
    asker.close();
  }
}
