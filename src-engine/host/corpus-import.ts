// Texts on their way into the library and out of it. Reading and writing them is the importer's work; here is said what
// to read, what to call it, and who asked.

import { statSync } from 'node:fs';
import path from 'node:path';
import { readBuiltIn } from '../corpus/built-in-text.ts';
import { encodings } from '../corpus/encoding-list.ts';
import type { OpenedSource } from '../corpus/gathering.ts';
import { CharloomError, unreachable } from '../errors.ts';
import type { Importer } from '../importing/types.ts';
import type {
  Ask,
  CatalogueEntry,
  CorpusId,
  CorpusPreview,
  CorpusSource,
  CorpusSummary,
  DoctorReport,
  ImportedCorpus,
  Preparation,
} from '../protocol/index.ts';
import { fromTable, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { defaultPreparation } from '../settings/defaults.ts';
import { nameFrom } from '../settings/names.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { corpusSummary } from './corpus-summary.ts';
import { doctorReport } from './corpus-doctor.ts';
import { Tasks } from './tasks.ts';

/** A text and what to call it. */
interface Named {
  readonly title: string;
  /** As stored: 'builtin:KEY', what files it was made of, or 'pasted'. */
  readonly origin: string;
  readonly source: OpenedSource;
  /** Of a built-in text: whose it is and under which licence. */
  readonly rights?: Sentence;
  /** How it is prepared where nothing else is asked for. */
  readonly preparation?: Preparation;
}

/** Characters of a list of keys within a sentence. */
const maxKnown = 140;

export class CorpusImport implements Service {
  readonly handlers = {
    'corpus.preview': (ask) => this.#tasks.run(ask, (signal) => this.#preview(ask, signal)),
    'corpus.import': (ask) => this.#tasks.run(ask, (signal) => this.#import(ask, signal)),
    'corpus.export': (ask) => this.#tasks.run(ask, (signal) => this.#export(ask, signal)),
    'corpus.examine-source': (ask) => this.#tasks.run(ask, (signal) => this.#examine(ask, signal)),
    'corpus.cancel': async ({ task }) => {
      await this.#tasks.cancel(task, new CharloomError('cancelled', sentence`Reading the text was cancelled.`));
      return {};
    },
    'corpus.encodings': () => encodings,
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #importer: Importer;
  readonly #tasks = new Tasks();

  constructor(context: HostContext) {
    this.#context = context;
    this.#importer = context.engine.startImporter();
  }

  async close(): Promise<void> {
    await this.#tasks.close();
    await this.#importer.terminate();
  }

  async #preview(ask: Ask<'corpus.preview'>, signal: AbortSignal): Promise<CorpusPreview> {
    const { whole = false } = ask;
    const { title, origin, source, preparation } = prepared(ask, await this.#open(ask.source));
    const onProgress = this.#progressOf(ask, title);
    const preview = await this.#importer.preview({ source, preparation, isWhole: whole }, { signal, onProgress });
    return { id: 0 as CorpusId, name: title, source: origin, createdAt: 0, ...preview };
  }

  async #import(ask: Ask<'corpus.import'>, signal: AbortSignal): Promise<ImportedCorpus> {
    const { library, emit, changes } = this.#context;
    const { title, origin, source, preparation, rights = null } = prepared(ask, await this.#open(ask.source));
    const onProgress = this.#progressOf(ask, title);
    let begun: CorpusId | null = null;
    try {
      const id = await this.#importer.import(
        { source, preparation, libraryFile: library.file, name: ask.name ?? title, origin, rights },
        { signal, onProgress, onBegun: (corpus) => (begun = corpus) },
      );
      onProgress(1);
      changes.corpus(id);
      const corpus = corpusSummary(library.corpora.find(id));
      const isNew = begun === id;
      if (!isNew) emit(knownNotice(corpus));
      return { ...corpus, isNew };
    } catch (error) {
      if (begun !== null) library.deleteCorpus(begun);
      throw error;
    }
  }

  async #export(ask: Ask<'corpus.export'>, signal: AbortSignal): Promise<{ readonly bytes: number }> {
    const { library, grants } = this.#context;
    const { name } = library.corpora.find(ask.corpus);
    const job = { libraryFile: library.file, corpus: ask.corpus, ...grants.writable(ask.file) };
    return { bytes: await this.#importer.export(job, { signal, onProgress: this.#progressOf(ask, name) }) };
  }

  async #examine(ask: Ask<'corpus.examine-source'>, signal: AbortSignal): Promise<DoctorReport> {
    const { title, origin, source, preparation } = prepared(ask, await this.#open(ask.source));
    const onProgress = this.#progressOf(ask, title);
    const { text, findings, encoding } = await this.#importer.examine({ source, preparation }, { signal, onProgress });
    return doctorReport(this.#context, text, findings, { preparation, source: origin, encoding });
  }

  #progressOf({ task = 0 }: { readonly task?: number }, title: string): (share: number) => void {
    return (share) => this.#context.emit({ kind: 'corpus.progress', task, title, share });
  }

  async #open(source: CorpusSource): Promise<Named> {
    const { catalogue, packages, grants } = this.#context;
    switch (source.kind) {
      case 'files': {
        const paths = source.files.map((file) => grants.readable(file));
        return { ...namesOf(paths), source: { kind: 'files', paths } };
      }
      case 'builtin': {
        const entry = catalogue.find(({ key }) => key === source.key);
        if (!entry) {
          const known = catalogue.map(({ key }) => key).join(', ');
          throw new CharloomError(
            'not-found',
            sentence`There is no built-in corpus "${shortened(source.key)}". Known are: ${shortened(known, maxKnown)}.`,
          );
        }
        const { title, cleaning } = entry;
        return {
          title,
          ...(cleaning && { preparation: { ...defaultPreparation, cleaning } }),
          origin: `builtin:${entry.key}`,
          rights: rightsOf(entry),
          source: { kind: 'text', title, text: await readBuiltIn(entry, packages) },
        };
      }
      case 'text':
        return { title: source.title, origin: 'pasted', source };
      default:
        return unreachable(source);
    }
  }
}

/** As it is asked for, else as the text wants it, else as usual. */
function prepared(
  { preparation }: { readonly preparation?: Preparation },
  named: Named,
): Named & { readonly preparation: Preparation } {
  return { ...named, preparation: preparation ?? named.preparation ?? defaultPreparation };
}

/** 'novel' and 'novel.txt'; of several, 'novel and 2 more' and 'novel.txt and 2 more'. */
function namesOf(paths: readonly string[]): Pick<Named, 'title' | 'origin'> {
  const [first = ''] = paths;
  const { name, base } = path.parse(first);
  // What follows a point in a folder's name is no ending.
  const stem = isFolder(first) ? base : name;
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
  const shown = nameFrom(base, 'a file');
  return { title: `${nameFrom(stem, shown)}${more}`, origin: `${shown}${more}` };
}

/** Why one cannot be looked at is told by who reads it. */
function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}

function knownNotice({ name }: CorpusSummary) {
  const text = sentence`This text is in the library already, as "${shortened(name)}"; it was not imported again.`;
  return { kind: 'notice', severity: 'info', text } as const;
}

function rightsOf({ author, licence, source }: Pick<CatalogueEntry, 'author' | 'licence' | 'source'>): Sentence {
  return sentence`Author: ${fromTable(author)}. Licence: ${fromTable(licence)}. Source: ${fromTable(source)}.`;
}
