// Answers about corpora: preview, import, export, show, rename. Reading and writing texts is the importer's work; here is
// said what to read, what to call it, and who asked.

import path from 'node:path';
import { encodings } from '../corpus/encoding-list.ts';
import type { TextSource } from '../corpus/gathering.ts';
import { CharloomError, unreachable } from '../errors.ts';
import type { StoredCorpus } from '../library/corpora.ts';
import type { CatalogueEntry, CorpusDetail, CorpusId, CorpusSource, CorpusSummary } from '../protocol/index.ts';
import { quoted } from '../quoting.ts';
import { defaultPreparation } from '../settings/defaults.ts';
import { nameFrom } from '../settings/names.ts';
import { catalogueEntries } from './catalogue.ts';
import type { Handlers, HostContext } from './context.ts';
import { doctorReport } from './doctor.ts';
import { createTasks } from './tasks.ts';

const openingLength = 2000;

/** A text and what to call it. */
interface Named {
  readonly title: string;
  /** As stored: 'builtin:KEY', what files it was made of, or 'pasted'. */
  readonly origin: string;
  readonly source: TextSource;
}

export interface CorporaDesk {
  readonly handlers: Pick<
    Handlers,
    | 'corpus.preview'
    | 'corpus.import'
    | 'source.examine'
    | 'corpus.cancel'
    | 'corpus.encodings'
    | 'corpus.export'
    | 'corpus.show'
    | 'corpus.rename'
  >;
  catalogue(): readonly CatalogueEntry[];
  close(): Promise<void>;
}

export function createCorporaDesk(context: HostContext): CorporaDesk {
  const { library, emit, packages, grants } = context;
  const importer = context.engine.startImporter();
  const tasks = createTasks();

  async function open(source: CorpusSource): Promise<Named> {
    switch (source.kind) {
      case 'files': {
        const paths = source.files.map((file) => grants.readable(file));
        return { ...namesOf(paths), source: { kind: 'files', paths } };
      }
      case 'builtin': {
        const entry = context.catalogue.find(({ key }) => key === source.key);
        if (!entry) {
          const known = context.catalogue.map(({ key }) => key).join(', ');
          throw new CharloomError(
            'not-found',
            `There is no built-in corpus ${quoted(source.key)}. There is: ${known}.`,
          );
        }
        const { title } = entry;
        return {
          title,
          origin: `builtin:${entry.key}`,
          source: { kind: 'text', title, text: await entry.read(packages) },
        };
      }
      case 'text':
        return { title: source.title, origin: 'pasted', source };
      default:
        return unreachable(source);
    }
  }

  function tellProgress(task: number, title: string) {
    return (share: number): void => emit({ kind: 'corpus.progress', task, title, share });
  }

  return {
    catalogue: () => catalogueEntries(context.catalogue, library.corpora.list()),

    async close() {
      await tasks.endAll(new CharloomError('cancelled', 'Charloom is closing.'));
      await importer.terminate();
    },

    handlers: {
      'corpus.preview': ({ source, preparation = defaultPreparation, task = 0, whole = false }) =>
        tasks.run(task, async (signal) => {
          const { title, origin, source: text } = await open(source);
          const job = { source: text, preparation, isWhole: whole };
          const preview = await importer.preview(job, { signal, onProgress: tellProgress(task, title) });
          return { id: 0 as CorpusId, name: title, source: origin, createdAt: 0, ...preview };
        }),

      'corpus.import': ({ source, preparation = defaultPreparation, name, task = 0 }) =>
        tasks.run(task, async (signal) => {
          const { title, origin, source: text } = await open(source);
          const tell = tellProgress(task, title);
          let begun: CorpusId | null = null;
          try {
            const id = await importer.import(
              { source: text, preparation, libraryFile: library.file, name: name ?? title, origin },
              { signal, onProgress: tell, onBegun: (corpus) => (begun = corpus) },
            );
            tell(1);
            emit({ kind: 'shelf.changed' });
            const corpus = summaryOf(library.corpora.find(id));
            const isNew = begun === id;
            if (!isNew) emit(knownNotice(corpus));
            return { ...corpus, isNew };
          } catch (error) {
            if (begun !== null) library.deleteCorpus(begun);
            throw error;
          }
        }),

      'source.examine': ({ source, preparation = defaultPreparation, task = 0 }) =>
        tasks.run(task, async (signal) => {
          const { title, origin, source: text } = await open(source);
          const found = await importer.examine(
            { source: text, preparation },
            { signal, onProgress: tellProgress(task, title) },
          );
          const { encoding } = found;
          return doctorReport(context, found.text, found.findings, { preparation, source: origin, encoding });
        }),

      async 'corpus.cancel'({ task }) {
        await tasks.cancel(task, new CharloomError('cancelled', 'Reading the text was cancelled.'));
        return {};
      },

      'corpus.encodings': () => encodings,

      'corpus.export': ({ corpus, file, task = 0 }) =>
        tasks.run(task, async (signal) => {
          const { name } = library.corpora.find(corpus);
          const job = { libraryFile: library.file, corpus, ...grants.writable(file) };
          const bytes = await importer.export(job, { signal, onProgress: tellProgress(task, name) });
          return { bytes };
        }),

      'corpus.show'({ corpus }): CorpusDetail {
        const stored = library.corpora.find(corpus);
        const { symbols, counts } = library.corpora.symbols(corpus);
        const opening = library.corpora.opening(corpus, openingLength);
        const { encoding, hash } = stored;
        return { ...summaryOf(stored), opening, symbols, counts, encoding, hash, ...library.corpora.origin(corpus) };
      },

      'corpus.rename'({ corpus, name }) {
        library.corpora.rename(corpus, name);
        emit({ kind: 'shelf.changed' });
        return {};
      },
    },
  };
}

/** 'novel' and 'novel.txt'; of several, 'novel and 2 more' and 'novel.txt and 2 more'. */
function namesOf(paths: readonly string[]): Pick<Named, 'title' | 'origin'> {
  const { name, base } = path.parse(paths[0] ?? '');
  const more = paths.length > 1 ? ` and ${paths.length - 1} more` : '';
  const shown = nameFrom(base, 'a file');
  return { title: `${nameFrom(name, shown)}${more}`, origin: `${shown}${more}` };
}

function knownNotice({ name }: CorpusSummary) {
  const text = `This text is in the library already, as ${quoted(name)}; it was not imported again.`;
  return { kind: 'notice', severity: 'info', text } as const;
}

function summaryOf({ id, name, characters, vocabulary, source, createdAt }: StoredCorpus): CorpusSummary {
  return { id, name, characters, vocabulary, source, createdAt };
}
