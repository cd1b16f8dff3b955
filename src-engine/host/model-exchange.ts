// Models that leave and enter the library. A thread does the work; here is said which model, where to, and who asked.

import path from 'node:path';
import { CharloomError } from '../errors.ts';
import type { Porter } from '../interchange/work/client.ts';
import type { ModelImportJob } from '../interchange/work/job.ts';
import { defaultExportOptions, hasOption } from '../protocol/formats.ts';
import type {
  Ask,
  CorpusId,
  Exported,
  ExportFormat,
  ExportOptions,
  FileGrant,
  ModelInspection,
  RunSummary,
  TensorMapping,
} from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { nameFrom } from '../settings/names.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { addImported } from './model-import.ts';
import { freeName } from '../protocol/free-name.ts';
import { progressTeller } from './tasks.ts';
import type { Tasks } from './tasks.ts';

/** What is read, as asked. */
interface Reading {
  readonly file: FileGrant;
  readonly mapping?: TensorMapping;
  readonly ignored?: readonly string[];
  readonly vocabulary?: FileGrant;
}

export class ModelExchange implements Service {
  readonly handlers = {
    'model.export': (ask) => this.#tasks.run(ask, (signal) => this.#export(ask, signal)),
    'model.inspect': (ask) => this.#tasks.run(ask, (signal) => this.#inspect(ask, signal)),
    'model.import': (ask) => this.#tasks.run(ask, (signal) => this.#import(ask, signal)),
    'model.verify': ({ file }) =>
      this.#tasks.run({}, (signal) => {
        const job = { kind: 'verify', path: this.#context.grants.readable(file) } as const;
        return this.#porter.do(job, { signal, onProgress: () => {} });
      }),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #porter: Porter;
  readonly #tasks: Tasks;

  constructor(context: HostContext, tasks: Tasks) {
    this.#context = context;
    this.#tasks = tasks;
    this.#porter = context.engine.startPorter();
  }

  async close(): Promise<void> {
    await this.#porter.terminate();
  }

  async #export(ask: Ask<'model.export'>, signal: AbortSignal): Promise<Exported> {
    const { library, grants } = this.#context;
    const { run, checkpoint, format, file, options = {} } = ask;
    refuseIdle(format, options);
    const { name } = library.runs.find(run);
    const job = {
      kind: 'export',
      libraryFile: library.file,
      run,
      checkpoint,
      format,
      ...grants.writable(file),
      options: { ...defaultExportOptions, ...options },
    } as const;
    return this.#porter.do(job, { signal, onProgress: progressTeller(this.#context, ask, name) });
  }

  async #inspect(ask: Ask<'model.inspect'>, signal: AbortSignal): Promise<ModelInspection> {
    const job = { kind: 'inspect', ...this.#jobOf(ask) } as const;
    const onProgress = progressTeller(this.#context, ask, path.basename(job.path));
    const found = await this.#porter.do(job, { signal, onProgress });
    return { ...found, name: nameFrom(found.name, 'Imported model') };
  }

  async #import(ask: Ask<'model.import'>, signal: AbortSignal): Promise<RunSummary> {
    const { library, changes } = this.#context;
    const job = this.#jobOf(ask);
    const source = nameFrom(path.basename(job.path), 'a file');
    const onProgress = progressTeller(this.#context, ask, source);
    let begun: CorpusId | null = null;
    try {
      const loaded = await this.#porter.do(
        { kind: 'import', ...job },
        { signal, onProgress, onBegun: (corpus) => (begun = corpus) },
      );
      const name = ask.name ?? freeName(nameFrom(loaded.model.name, 'Imported model'), library.runs.names());
      const run = library.runs.find(await addImported(this.#context, loaded, { name, source, signal }));
      onProgress(1);
      // Its text may have come with it.
      changes.corpus(run.corpus);
      return library.summaries.of(run);
    } catch (error) {
      this.#takeBack(begun);
      throw error;
    }
  }

  #jobOf({ file, mapping, ignored, vocabulary }: Reading): ModelImportJob {
    const { library, grants } = this.#context;
    return {
      libraryFile: library.file,
      path: grants.readable(file),
      ...(mapping && { mapping }),
      ...(ignored && { ignored }),
      ...(vocabulary && { vocabularyPath: grants.readable(vocabulary) }),
    };
  }

  /** A text that has come with a model that could not be added, unless somebody has begun to use it. */
  #takeBack(corpus: CorpusId | null): void {
    const { library } = this.#context;
    if (corpus !== null && library.runs.ofCorpus(corpus).length === 0) library.deleteCorpus(corpus);
  }
}

/** @throws CharloomError 'bad-request' for an option that the format does not have */
function refuseIdle(format: ExportFormat, options: Partial<ExportOptions>): void {
  for (const option of Object.keys(options) as (keyof ExportOptions)[]) {
    if (hasOption(format, option)) continue;
    throw new CharloomError(
      'bad-request',
      sentence`The format ${format} has no choice of "${shortened(option)}". Leave it out, or take another format.`,
    );
  }
}
