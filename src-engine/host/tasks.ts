// Work that the asker can end, under a number of its choice. A new task of the same number ends the old one; those
// without a number (0) run side by side and end by themselves.

import { CharloomError } from '../errors.ts';

export interface Tasks {
  run<Result>(task: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /** Resolves when the work has ended; at once if there is none. */
  cancel(task: number, reason: Error): Promise<void>;
  /** Nothing runs after it. */
  endAll(reason: Error): Promise<void>;
}

interface Running {
  readonly task: number;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

export function createTasks(): Tasks {
  const running = new Set<Running>();

  async function end(which: readonly Running[], reason: Error): Promise<void> {
    for (const { controller } of which) controller.abort(reason);
    await Promise.all(which.map(({ done }) => done));
  }

  const numbered = (task: number): readonly Running[] =>
    task === 0 ? [] : [...running].filter((other) => other.task === task);

  return {
    async run(task, work) {
      const before = numbered(task);
      const controller = new AbortController();
      let tellEnd = (): void => {};
      const done = new Promise<void>((resolve) => (tellEnd = resolve));
      const self: Running = { task, controller, done };
      running.add(self);
      try {
        await end(before, new CharloomError('cancelled', 'Another task has taken the place of this one.'));
        controller.signal.throwIfAborted();
        return await work(controller.signal);
      } finally {
        running.delete(self);
        tellEnd();
      }
    },

    cancel: (task, reason) => end(numbered(task), reason),
    endAll: (reason) => end([...running], reason),
  };
}
