// Corpora in the library: what is known of each, its vocabulary, and its text as symbol ids in chunks of a few
// megabytes, each with a hash that is checked when it is read. A corpus is visible once all its chunks are written.

import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import type { CorpusId, CorpusSummary } from '../protocol/index.ts';
import type { Ids } from '../training/types.ts';
import { isAlive } from './processes.ts';
import type { ProcessMark } from './processes.ts';

/** Symbols of a text, ascending by code point, and how often each stands in it. */
export interface SymbolCounts {
  readonly symbols: readonly string[];
  readonly counts: readonly number[];
}

export interface NewCorpus extends SymbolCounts {
  readonly name: string;
  readonly source: string;
  readonly encoding: string;
  /** SHA-256 of the text in UTF-8, hexadecimal. */
  readonly hash: string;
  readonly characters: number;
  /** Bytes of an id. */
  readonly width: IdWidth;
}

export type IdWidth = 1 | 2 | 4;

export interface StoredCorpus extends CorpusSummary {
  readonly encoding: string;
  readonly hash: string;
  readonly width: IdWidth;
}

const unit = 'codepoint';
const columns = `id, name, source, encoding, hash, characters, vocabulary, width, created_at AS createdAt`;

export function openCorpora(database: Database, self: ProcessMark, now: () => number) {
  const all = database.prepare<[], StoredCorpus>(`SELECT ${columns} FROM corpora WHERE complete = 1 ORDER BY id`);
  const byId = database.prepare<[number], StoredCorpus>(`SELECT ${columns} FROM corpora WHERE complete = 1 AND id = ?`);
  const byHash = database.prepare<[string, string], StoredCorpus>(
    `SELECT ${columns} FROM corpora WHERE complete = 1 AND hash = ? AND unit = ?`,
  );
  const vocabulary = database.prepare<[number], { symbols: string; counts: string }>(
    'SELECT symbols, counts FROM corpora WHERE id = ?',
  );
  const insert = database.prepare(
    `INSERT INTO corpora (name, source, encoding, unit, hash, characters, vocabulary, width, complete, owner,
       created_at, symbols, counts)
     VALUES (@name, @source, @encoding, @unit, @hash, @characters, @vocabulary, @width, 0, @owner, @now, @symbols, @counts)`,
  );
  const insertChunk = database.prepare('INSERT INTO corpus_chunks (corpus, part, sha256, ids) VALUES (?, ?, ?, ?)');
  const setComplete = database.prepare('UPDATE corpora SET complete = 1, owner = NULL WHERE id = ?');
  const sameText = database
    .prepare<[number], CorpusId>(
      `SELECT done.id FROM corpora AS done JOIN corpora AS new ON new.hash = done.hash AND new.unit = done.unit
       WHERE new.id = ? AND done.complete = 1`,
    )
    .pluck();
  const chunkByPart = database.prepare<[number, number], { sha256: string; ids: Buffer }>(
    'SELECT sha256, ids FROM corpus_chunks WHERE corpus = ? AND part = ?',
  );
  const setName = database.prepare('UPDATE corpora SET name = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM corpora WHERE id = ?');
  const incomplete = database.prepare<[], { id: number; owner: string | null; createdAt: number }>(
    'SELECT id, owner, created_at AS createdAt FROM corpora WHERE complete = 0',
  );

  function find(id: CorpusId): StoredCorpus {
    const corpus = byId.get(id);
    if (!corpus) throw new CharloomError('not-found', `There is no corpus ${id} in the library.`);
    return corpus;
  }

  /** @throws CharloomError 'library-damaged' if the chunk is missing or not what was written */
  function readChunk(corpus: StoredCorpus, part: number): Buffer {
    const chunk = chunkByPart.get(corpus.id, part);
    if (!chunk || hashOf(chunk.ids) !== chunk.sha256) {
      throw new CharloomError(
        'library-damaged',
        `The text of "${corpus.name}" is damaged in the library. Delete the corpus and import it again.`,
      );
    }
    return chunk.ids;
  }

  const complete = database.transaction((id: CorpusId): CorpusId => {
    const same = sameText.get(id);
    if (same === undefined) setComplete.run(id);
    else remove.run(id);
    return same ?? id;
  });

  return {
    list: () => all.all(),
    find,
    findByHash: (hash: string) => byHash.get(hash, unit) ?? null,

    symbols(id: CorpusId): SymbolCounts {
      const found = vocabulary.get(id);
      if (!found) throw new CharloomError('not-found', `There is no corpus ${id} in the library.`);
      return { symbols: JSON.parse(found.symbols) as string[], counts: JSON.parse(found.counts) as number[] };
    },

    /** Makes an invisible corpus, to be filled by `addChunk` and shown by `complete`. */
    begin(corpus: NewCorpus): CorpusId {
      const { lastInsertRowid } = insert.run({
        ...corpus,
        unit,
        vocabulary: corpus.symbols.length,
        owner: JSON.stringify(self),
        now: now(),
        symbols: JSON.stringify(corpus.symbols),
        counts: JSON.stringify(corpus.counts),
      });
      return Number(lastInsertRowid) as CorpusId;
    },

    addChunk(id: CorpusId, part: number, ids: Uint8Array): void {
      insertChunk.run(id, part, hashOf(ids), ids);
    },

    /** Shows the corpus. @returns its id, or that of the same text where another import was faster */
    complete(id: CorpusId): CorpusId {
      return complete.immediate(id);
    },

    /** The whole text as ids over shared memory, read a chunk a turn of the event loop. */
    async loadIds(id: CorpusId): Promise<Ids> {
      const corpus = find(id);
      const memory = new SharedArrayBuffer(corpus.characters * corpus.width);
      const bytes = new Uint8Array(memory);
      let offset = 0;
      for (let part = 0; offset < bytes.length; part++) {
        const chunk = readChunk(corpus, part);
        bytes.set(chunk, offset);
        offset += chunk.length;
        await nextTurn();
      }
      return idsOver(memory, corpus.width);
    },

    /** At most `length` symbols from the text's beginning. */
    opening(id: CorpusId, length: number): string {
      const corpus = find(id);
      const { symbols } = this.symbols(id);
      const chunk = readChunk(corpus, 0);
      const ids = idsOver(Uint8Array.from(chunk).buffer, corpus.width);
      return Array.from(ids.subarray(0, length), (symbol) => symbols[symbol] ?? '').join('');
    },

    rename(id: CorpusId, name: string): void {
      find(id);
      setName.run(name, id);
    },

    /** Deletes its runs too. */
    delete(id: CorpusId): void {
      remove.run(id);
    },

    /** Removes what imports have left behind whose process is gone. */
    dropAbandoned(): void {
      for (const { id, owner, createdAt } of incomplete.all()) {
        const mark = owner === null ? null : (JSON.parse(owner) as ProcessMark);
        if (mark === null || !isAlive(mark, createdAt, now())) remove.run(id);
      }
    },
  };
}

export function idsOver(memory: ArrayBuffer | SharedArrayBuffer, width: IdWidth): Ids {
  if (width === 1) return new Uint8Array(memory);
  // Every platform that Electron and Node run on is little-endian, as the stored ids are.
  return width === 2 ? new Uint16Array(memory) : new Uint32Array(memory);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
