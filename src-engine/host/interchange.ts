// Answers about models that leave and enter the library. A thread does the work; here is said which model, where to, and who asked.

import { CharloomError } from '../errors.ts';
import type { ExportOptions } from '../protocol/index.ts';
import { writeWholeFile } from '../writing.ts';
import type { Handlers, HostContext } from './context.ts';
import { createTasks } from './tasks.ts';

type Names =
  'model.export' | 'curve.export' | 'file.write' | 'model.inspect' | 'model.import' | 'model.verify' | 'task.cancel';

export interface InterchangeDesk {
  readonly handlers: Pick<Handlers, Names>;
  close(): Promise<void>;
}

const usualOptions: ExportOptions = { precision: 'float32', continues: true, text: true };

export function createInterchangeDesk({ library, emit, grants, engine }: HostContext): InterchangeDesk {
  const porter = engine.startPorter();
  const tasks = createTasks();

  function tellProgress(task: number, title: string) {
    return (share: number): void => emit({ kind: 'task.progress', task, title, share });
  }

  const missing = (): never => {
    throw new CharloomError('internal', 'This cannot be done yet.');
  };

  return {
    async close() {
      await tasks.endAll(new CharloomError('cancelled', 'Charloom is closing.'));
      await porter.terminate();
    },

    handlers: {
      'model.export': ({ run, checkpoint, format, file, options = {}, task = 0 }) =>
        tasks.run(task, (signal) => {
          const { name } = library.runs.find(run);
          const job = {
            libraryFile: library.file,
            run,
            checkpoint: library.checkpoints.choose(run, checkpoint).id,
            format,
            path: grants.writable(file),
            options: { ...usualOptions, ...options },
          };
          return porter.export(job, { signal, onProgress: tellProgress(task, name) });
        }),

      'curve.export': missing,

      async 'file.write'({ file, bytes }) {
        await writeWholeFile(grants.writable(file), [bytes]);
        return {};
      },

      'model.inspect': missing,
      'model.import': missing,

      'model.verify': ({ file }) =>
        tasks.run(0, (signal) => porter.verify({ path: grants.readable(file) }, { signal, onProgress: () => {} })),

      async 'task.cancel'({ task }) {
        await tasks.cancel(task, new CharloomError('cancelled', 'It was cancelled, and nothing is left of it.'));
        return {};
      },
    },
  };
}
