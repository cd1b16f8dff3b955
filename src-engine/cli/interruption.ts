// What ends a command before its work is done: Ctrl-C and its like, and a reader of its output that has gone. Both are
// passed to the command, which ends its work in good order; a second Ctrl-C ends the process at once.

import { constants } from 'node:os';
import type { CharloomError } from '../errors.ts';
import { failure } from './failure.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const millisecondsOfOneInterruption = 1000;

/** `code` is the exit code that the signal means. */
type Cause = { readonly kind: 'signal'; readonly code: number } | { readonly kind: 'reader' };

/**
 * What an interruption does. A promise that fails has nothing left to stop: the work, or the whole host, has ended in
 * this very moment.
 */
export type Act = () => unknown;

let cause: Cause | null = null;
let since = 0;
let act: Act | null = null;

/**
 * From now on interruptions are heard.
 * @param fail told of an output that cannot be written, such as into a full disk
 */
export function watchInterruptions(fail: (error: CharloomError) => void): void {
  for (const signal of signals) {
    // As shells report a program that was ended by a signal: 130 for Ctrl-C.
    process.on(signal, () => interrupt({ kind: 'signal', code: 128 + constants.signals[signal] }));
  }
  for (const [stream, title] of [
    [process.stdout, 'output'],
    [process.stderr, 'error output'],
  ] as const) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever reads our output has seen enough, as in a pipe into `head`: end quietly.
      if (error.code === 'EPIPE') return interrupt({ kind: 'reader' });
      if (cause !== null) return;
      fail(
        failure(
          'file-unwritable',
          `The ${title} cannot be written (${error.code ?? error.message}). Send it to a place with room.`,
        ),
      );
      interrupt({ kind: 'reader' });
    });
  }
}

/** For where the key comes without its signal. */
export function pressCtrlC(): void {
  interrupt({ kind: 'signal', code: 128 + constants.signals.SIGINT });
}

function interrupt(next: Cause): void {
  if (cause === null) {
    cause = next;
    since = performance.now();
    if (act) perform(act);
    // A reader that has seen enough is no failure.
    else process.exit(next.kind === 'signal' ? next.code : (process.exitCode ?? 0));
  } else if (next.kind === 'signal' && performance.now() - since > millisecondsOfOneInterruption) {
    process.exit(next.code);
  }
}

/** What the next interruption does; the last one given counts. */
export function onInterruption(next: Act): void {
  act = next;
  if (cause !== null) perform(next);
}

function perform(next: Act): void {
  Promise.resolve(next()).catch(() => {});
}

/** What becomes of the work that was under way. */
export function wasStopped(): CharloomError {
  return failure('cancelled', 'It was stopped before it was done.');
}

/** The first one, null if there was none. */
export function interruption(): Cause | null {
  return cause;
}
