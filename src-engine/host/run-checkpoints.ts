// Which checkpoints of a run stay.

import type { Retention, RunId } from '../protocol/index.ts';
import type { Handlers, HostContext, Service } from './context.ts';

export class RunCheckpoints implements Service {
  readonly handlers = {
    'run.retention': ({ run, ...retention }) => this.#thin(run, retention),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;

  constructor(context: HostContext) {
    this.#context = context;
  }

  #thin(run: RunId, retention: Retention): { readonly freedBytes: number } {
    const { library, changes } = this.#context;
    library.runs.find(run);
    const before = library.checkpoints.list(run).map(({ id }) => id);
    const freedBytes = library.setRetention(run, retention);
    changes.checkpoints(run, before);
    return { freedBytes };
  }
}
