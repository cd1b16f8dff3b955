// Work that the asker can end, under a number of its choice. A new task of the same number ends the old one; those
// without a number (0) run side by side and end by themselves.

import { charloomCloses, CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { HostContext } from './context.ts';

/** What was asked for, with the number under which it can be ended; left out: 0. */
export interface Numbered {
  readonly task?: number;
}

interface Running {
  readonly task: number;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

export class Tasks {
  readonly #running = new Set<Running>();

  async run<Result>({ task = 0 }: Numbered, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const before = this.#numbered(task);
    const controller = new AbortController();
    let tellEnd = (): void => {};
    const done = new Promise<void>((resolve) => (tellEnd = resolve));
    const self: Running = { task, controller, done };
    this.#running.add(self);
    try {
      await end(before, new CharloomError('cancelled', sentence`Another task has taken the place of this one.`));
      controller.signal.throwIfAborted();
      return await work(controller.signal);
    } finally {
      this.#running.delete(self);
      tellEnd();
    }
  }

  /** Resolves when the work has ended; at once if there is none. */
  cancel(task: number, reason: Error): Promise<void> {
    return end(this.#numbered(task), reason);
  }

  /** Nothing runs after it. */
  close(): Promise<void> {
    return end([...this.#running], charloomCloses());
  }

  #numbered(task: number): readonly Running[] {
    return task === 0 ? [] : [...this.#running].filter((other) => other.task === task);
  }
}

/** Tells how far a task is. @param title what it works on */
export function progressTeller(
  { emit }: Pick<HostContext, 'emit'>,
  { task = 0 }: Numbered,
  title: string,
): (share: number) => void {
  return (share) => emit({ kind: 'task.progress', task, title, share });
}

async function end(which: readonly Running[], reason: Error): Promise<void> {
  for (const { controller } of which) controller.abort(reason);
  await Promise.all(which.map(({ done }) => done));
}
