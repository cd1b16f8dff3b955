// Answers about the library as a whole: room, clean-up, copies, and which checkpoints stay.

import type { Handlers, HostContext } from './context.ts';

export interface StorageDesk {
  readonly handlers: Pick<
    Handlers,
    'library.storage' | 'library.cleanup' | 'library.backup' | 'run.retention' | 'run.checkpoint.delete'
  >;
}

export function createStorageDesk({ library, grants, emit }: HostContext): StorageDesk {
  return {
    handlers: {
      'library.storage': () => library.storage(),

      async 'library.cleanup'() {
        return { freedBytes: await library.cleanUp() };
      },

      async 'library.backup'({ file }) {
        return { bytes: await library.backUp({ ...grants.writable(file), library: library.file }) };
      },

      'run.retention'({ run, keepLast, keepEvery }) {
        library.runs.find(run);
        const freedBytes = library.setRetention(run, { keepLast, keepEvery });
        emit({ kind: 'shelf.changed' });
        return { freedBytes };
      },

      'run.checkpoint.delete'({ run, checkpoint }) {
        library.runs.find(run);
        library.deleteCheckpoint(run, checkpoint);
        emit({ kind: 'shelf.changed' });
        return {};
      },
    },
  };
}
