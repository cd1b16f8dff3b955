// The host's side of the thread that looks at units. What the thread holds is large, so it is ended when nobody has
// asked for a while.

import { charloomCloses } from '../../errors.ts';
import { JobThread } from '../../job-thread.ts';
import type { FromUnits, ReadJob, ToUnits, UnitsAnswers, UnitsQuestion, UnitsQuestionKind } from './messages.ts';

/** What looks at units. */
export interface UnitsThread {
  /**
   * Reads the text if it is not the last one that was read.
   * @throws CharloomError where the question is wrong; the signal's reason where that aborts
   */
  ask<Kind extends UnitsQuestionKind>(
    job: ReadJob,
    question: Extract<UnitsQuestion, { kind: Kind }>,
    options: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
  ): Promise<UnitsAnswers[Kind]>;
  terminate(): Promise<void>;
}

export type StartUnitsThread = () => UnitsThread;

export const startUnitsThread: StartUnitsThread = () => new UnitsWorker();

/** So long the states of a text are held after the last question. */
const idleMilliseconds = 180_000;
/** A regular expression can take for ever, and hears nothing meanwhile. */
const patienceMilliseconds = 500;

class UnitsWorker implements UnitsThread {
  readonly #thread = new JobThread<ToUnits, FromUnits>('units-worker');
  #idle: NodeJS.Timeout | null = null;

  async ask<Kind extends UnitsQuestionKind>(
    job: ReadJob,
    question: Extract<UnitsQuestion, { kind: Kind }>,
    { signal, onProgress }: Parameters<UnitsThread['ask']>[2],
  ): Promise<UnitsAnswers[Kind]> {
    signal.throwIfAborted();
    const reason = (): Error => signal.reason as Error;
    let impatience: NodeJS.Timeout | null = null;
    const stop = (id: number): void => {
      this.#thread.post({ kind: 'stop', id });
      impatience = setTimeout(() => void this.#thread.end(reason()), patienceMilliseconds);
    };
    if (this.#idle !== null) clearTimeout(this.#idle);
    try {
      return await this.#thread.ask<UnitsAnswers[Kind]>(
        (id) => ({ kind: 'ask', id, job, question }),
        (message, { resolve, reject }) => {
          if (message.kind === 'progress') onProgress(message.share);
          else if (message.kind === 'answer') resolve(message.answer as UnitsAnswers[Kind]);
          else reject(reason());
        },
        { signal, stop },
      );
    } finally {
      if (impatience !== null) clearTimeout(impatience);
      if (this.#thread.isIdle) this.#endLater();
    }
  }

  terminate(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    return this.#thread.end(charloomCloses());
  }

  #endLater(): void {
    this.#idle = setTimeout(() => void this.#thread.end(new Error('It is idle.')), idleMilliseconds).unref();
  }
}
