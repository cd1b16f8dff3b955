// Which checkpoints of a run stay, and taking one away.

import type { RunId } from '../protocol/index.ts';
import type { Handlers, HostContext, Service } from './context.ts';

export class RunCheckpoints implements Service {
  readonly handlers = {
    'run.retention': ({ run, keepLast, keepEvery }) =>
      this.#thin(run, () => ({ freedBytes: this.#context.library.setRetention(run, { keepLast, keepEvery }) })),
    'run.checkpoint.delete': ({ run, checkpoint }) =>
      this.#thin(run, () => {
        this.#context.library.deleteCheckpoint(run, checkpoint);
        return {};
      }),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;

  constructor(context: HostContext) {
    this.#context = context;
  }

  #thin<Result>(run: RunId, work: () => Result): Result {
    const { library, changes } = this.#context;
    library.runs.find(run);
    const before = library.checkpoints.list(run).map(({ id }) => id);
    const result = work();
    changes.checkpoints(run, before);
    return result;
  }
}
