// Answers about models that leave and enter the library. A thread does the work; here is said which model, where to, and who asked.

import path from 'node:path';
import { CharloomError } from '../errors.ts';
import type { ImportJob } from '../interchange/work/job.ts';
import { defaultExportOptions } from '../protocol/formats.ts';
import type { CorpusId, FileGrant, TensorMapping } from '../protocol/index.ts';
import { unprovable } from '../files/replacing.ts';
import type { Place } from '../files/replacing.ts';
import { nameFrom } from '../settings/names.ts';
import { unchecked, writeWholeFile } from '../files/writing.ts';
import type { Handlers, HostContext } from './context.ts';
import { curveFile, curveKinds } from './curve-file.ts';
import { addImported } from './model-import.ts';
import { freeName } from './names.ts';
import { createTasks } from './tasks.ts';

type Names =
  'model.export' | 'curve.export' | 'file.write' | 'model.inspect' | 'model.import' | 'model.verify' | 'task.cancel';

export interface InterchangeDesk {
  readonly handlers: Pick<Handlers, Names>;
  close(): Promise<void>;
}

/** What is read, as asked. */
interface Reading {
  readonly file: FileGrant;
  readonly mapping?: TensorMapping;
  readonly ignored?: readonly string[];
  readonly vocabulary?: FileGrant;
}

export function createInterchangeDesk(context: HostContext): InterchangeDesk {
  const { library, emit, grants, engine } = context;
  const porter = engine.startPorter();
  const tasks = createTasks();

  function tellProgress(task: number, title: string) {
    return (share: number): void => emit({ kind: 'task.progress', task, title, share });
  }

  function jobOf({ file, mapping, ignored, vocabulary }: Reading): ImportJob {
    return {
      libraryFile: library.file,
      path: grants.readable(file),
      ...(mapping && { mapping }),
      ...(ignored && { ignored }),
      ...(vocabulary && { vocabularyPath: grants.readable(vocabulary) }),
    };
  }

  function placeOf(file: FileGrant): Place {
    return { ...grants.writable(file), library: library.file };
  }

  /** A text that has come with a model that could not be added, unless somebody has begun to use it. */
  function takeBack(corpus: CorpusId | null): void {
    if (corpus !== null && library.runs.ofCorpus(corpus).length === 0) library.deleteCorpus(corpus);
  }

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
            kind: 'export',
            libraryFile: library.file,
            run,
            checkpoint: library.checkpoints.choose(run, checkpoint).id,
            format,
            ...grants.writable(file),
            options: { ...defaultExportOptions, ...options },
          } as const;
          return porter.do(job, { signal, onProgress: tellProgress(task, name) });
        }),

      async 'curve.export'({ run, format, file }) {
        const stored = library.runs.find(run);
        const text = curveFile(format, stored.name, library.curves.read(run, Infinity), library.validations.list(run));
        const { bytes } = await writeWholeFile(placeOf(file), curveKinds[format], text, unchecked);
        return { bytes };
      },

      async 'file.write'({ file, bytes }) {
        await writeWholeFile(placeOf(file), unprovable, [bytes], unchecked);
        return {};
      },

      'model.inspect': ({ task = 0, ...ask }) =>
        tasks.run(task, async (signal) => {
          const job = { kind: 'inspect', ...jobOf(ask) } as const;
          const found = await porter.do(job, { signal, onProgress: tellProgress(task, path.basename(job.path)) });
          return { ...found, name: nameFrom(found.name, 'Imported model') };
        }),

      'model.import': ({ name, task = 0, ...ask }) =>
        tasks.run(task, async (signal) => {
          const job = jobOf(ask);
          const source = nameFrom(path.basename(job.path), 'a file');
          const tell = tellProgress(task, source);
          let begun: CorpusId | null = null;
          try {
            const loaded = await porter.do(
              { kind: 'import', ...job },
              { signal, onProgress: tell, onBegun: (corpus) => (begun = corpus) },
            );
            const own = name ?? freeName(nameFrom(loaded.model.name, 'Imported model'), library.runs.names());
            const run = await addImported(context, loaded, { name: own, source, signal });
            tell(1);
            emit({ kind: 'shelf.changed' });
            return library.summaries.of(library.runs.find(run));
          } catch (error) {
            takeBack(begun);
            throw error;
          }
        }),

      'model.verify': ({ file }) =>
        tasks.run(0, (signal) =>
          porter.do({ kind: 'verify', path: grants.readable(file) }, { signal, onProgress: () => {} }),
        ),

      async 'task.cancel'({ task }) {
        await tasks.cancel(task, new CharloomError('cancelled', 'It was cancelled, and nothing is left of it.'));
        return {};
      },
    },
  };
}
