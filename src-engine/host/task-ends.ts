// Ends tasks when somebody asks for it, and all of them when the host closes: before the threads that they wait for.

import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Handlers, Service } from './context.ts';
import type { Tasks } from './tasks.ts';

export class TaskEnds implements Service {
  readonly handlers = {
    'task.cancel': async ({ task }) => {
      const reason = new CharloomError('cancelled', sentence`It was cancelled, and nothing is left of it.`);
      await this.#tasks.cancel(task, reason);
      return {};
    },
  } satisfies Partial<Handlers>;

  readonly #tasks: Tasks;

  constructor(tasks: Tasks) {
    this.#tasks = tasks;
  }

  close(): Promise<void> {
    return this.#tasks.close();
  }
}
