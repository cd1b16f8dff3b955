// Answers about corpora: preview, import, show, rename, delete.

import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openTextFile } from '../corpus/files.ts';
import { readFileText, readPlainText } from '../corpus/reading.ts';
import type { ReadOptions, ReadText } from '../corpus/reading.ts';
import { CharloomError, unreachable } from '../errors.ts';
import type { StoredCorpus } from '../library/corpora.ts';
import type {
  CatalogueEntry,
  CorpusDetail,
  CorpusId,
  CorpusSource,
  CorpusSummary,
  FileGrant,
} from '../protocol/index.ts';
import { defaultPreparation } from '../settings/defaults.ts';
import { catalogueEntries } from './catalogue.ts';
import type { Handlers, HostContext } from './context.ts';

const openingLength = 2000;

/** Reading is the longer part of an import; writing the chunks is the rest of the bar. */
const readingShare = 0.8;

/** A text and what to call it. */
interface Opened {
  readonly title: string;
  /** As stored: 'builtin:KEY', a file's name, or 'pasted'. */
  readonly origin: string;
  readonly read: (options: ReadOptions) => Promise<ReadText>;
}

export interface CorporaDesk {
  readonly handlers: Pick<
    Handlers,
    | 'corpus.preview'
    | 'corpus.import'
    | 'corpus.cancel'
    | 'corpus.encodings'
    | 'corpus.export'
    | 'corpus.show'
    | 'corpus.rename'
  >;
  catalogue(): readonly CatalogueEntry[];
}

/** @param signal aborts imports under way */
export function createCorporaDesk(context: HostContext, signal: AbortSignal): CorporaDesk {
  const { library, emit, packages, grants } = context;

  async function open(source: CorpusSource): Promise<Opened> {
    switch (source.kind) {
      case 'files': {
        const file = grants.readable(source.files[0] as FileGrant);
        const bytes = await openTextFile(file);
        return {
          title: path.parse(file).name || bytes.title,
          origin: bytes.title,
          read: (options) => readFileText(bytes, options),
        };
      }
      case 'builtin': {
        const entry = context.catalogue.find(({ key }) => key === source.key);
        if (!entry) {
          const known = context.catalogue.map(({ key }) => key).join(', ');
          throw new CharloomError('not-found', `There is no built-in corpus "${source.key}". There is: ${known}.`);
        }
        return {
          title: entry.title,
          origin: `builtin:${entry.key}`,
          read: async (options) => readPlainText(entry.title, await entry.read(packages), options),
        };
      }
      case 'text':
        return {
          title: source.title,
          origin: 'pasted',
          read: (options) => readPlainText(source.title, source.text, options),
        };
      default:
        return unreachable(source);
    }
  }

  function tellProgress(task: number, title: string) {
    let told = 0;
    return (share: number) => {
      if (share < 1 && share - told < 0.01) return;
      told = share;
      emit({ kind: 'corpus.progress', task, title, share });
    };
  }

  /** Chunk by chunk, a turn of the event loop each; nothing stays behind when it fails. */
  async function store(text: ReadText, name: string, origin: string, tell: (share: number) => void): Promise<CorpusId> {
    const { symbols, counts, characters, hash, width, encoding } = text;
    const made = { preparation: defaultPreparation, files: [origin], recipe: '', notes: [] };
    const id = library.corpora.begin({
      name,
      source: origin,
      encoding,
      characters,
      width,
      symbols,
      counts,
      ...made,
    });
    try {
      let part = 0;
      let written = 0;
      for (const chunk of text.idChunks()) {
        signal.throwIfAborted();
        library.corpora.addChunk(id, part++, chunk);
        written += chunk.length / width;
        tell(readingShare + (1 - readingShare) * (written / characters));
        await nextTurn();
      }
      return library.corpora.complete(id, hash);
    } catch (error) {
      library.deleteCorpus(id);
      throw error;
    }
  }

  return {
    catalogue() {
      return catalogueEntries(context.catalogue, library.corpora.list());
    },

    handlers: {
      async 'corpus.preview'({ source, preparation = defaultPreparation, task = 0 }) {
        const { title, origin, read } = await open(source);
        const text = await read({ keepIds: false, onProgress: tellProgress(task, title), signal });
        return {
          id: 0 as CorpusId,
          name: title,
          source: origin,
          characters: text.characters,
          vocabulary: text.symbols.length,
          createdAt: 0,
          opening: text.opening,
          symbols: text.symbols,
          counts: text.counts,
          encoding: text.encoding,
          hash: text.hash,
          preparation,
          recipe: '',
          notes: [],
          files: [
            { name: origin, bytes: 0, encoding: 'utf-8', encodingName: text.encoding, certain: true, problem: null },
          ],
          before: text.opening,
          after: text.opening,
          rareSymbols: 0,
          rareCharacters: 0,
          isWhole: true,
        };
      },

      async 'corpus.import'({ source, name, task = 0 }) {
        const { title, origin, read } = await open(source);
        const tell = tellProgress(task, title);
        const text = await read({ keepIds: true, onProgress: (share) => tell(share * readingShare), signal });
        const id =
          library.corpora.findByHash(text.hash, 'codepoint')?.id ?? (await store(text, name ?? title, origin, tell));
        tell(1);
        emit({ kind: 'shelf.changed' });
        return summaryOf(library.corpora.find(id));
      },

      'corpus.show'({ corpus }): CorpusDetail {
        const stored = library.corpora.find(corpus);
        const { symbols, counts } = library.corpora.symbols(corpus);
        const opening = library.corpora.opening(corpus, openingLength);
        const { encoding, hash } = stored;
        return { ...summaryOf(stored), opening, symbols, counts, encoding, hash, ...library.corpora.origin(corpus) };
      },

      'corpus.cancel': () => ({}),
      'corpus.encodings': () => [],
      'corpus.export': () => {
        throw new CharloomError('bad-request', 'Corpora cannot be exported yet.');
      },

      'corpus.rename'({ corpus, name }) {
        library.corpora.rename(corpus, name);
        emit({ kind: 'shelf.changed' });
        return {};
      },
    },
  };
}

function summaryOf({ id, name, characters, vocabulary, source, createdAt }: StoredCorpus): CorpusSummary {
  return { id, name, characters, vocabulary, source, createdAt };
}
