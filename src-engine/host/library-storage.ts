// Answers about the library as a whole: room, clean-up, copies.

import type { Handlers, HostContext, Service } from './context.ts';

export class LibraryStorage implements Service {
  readonly handlers = {
    'library.storage': () => this.#context.library.storage(),
    'library.cleanup': async () => ({ freedBytes: await this.#context.library.cleanUp() }),
    'library.backup': async ({ file }) => {
      const { library, grants } = this.#context;
      return { bytes: await library.backUp({ ...grants.writable(file), library: library.file }) };
    },
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;

  constructor(context: HostContext) {
    this.#context = context;
  }
}
