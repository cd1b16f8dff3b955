// Corpora in the library: what is known of each, its vocabulary, and its text as symbol ids in blocks of a few
// megabytes, each with a hash that is checked when it is read. A corpus is visible once all its blocks are written.

import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { NumberBins } from '../protocol/numbers.ts';
import { shortened } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import { corpusUnits } from '../protocol/choices.ts';
import type { CorpusDetail, CorpusId, CorpusSummary, CorpusUnit, Preparation } from '../protocol/index.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import { defaultPreparation } from '../settings/defaults.ts';
import { readPreparation, storablePreparation } from '../settings/preparation.ts';
import { nameFrom } from '../settings/names.ts';
import { ofNewerCharloom } from '../settings/version.ts';
import type { Ids, IdWidth, SymbolCounts } from '../corpus/symbols.ts';
import { Damage } from './damage.ts';
import { parseStored } from './failures.ts';
import type { ProcessMark } from '../files/processes.ts';
import { becoming, puttingAside, settleAbandoned, when, writingIn } from './row-states.ts';
import { inSnapshot, inTransaction } from './transactions.ts';

export interface NewCorpus extends SymbolCounts {
  readonly name: string;
  readonly source: string;
  readonly encoding: string;
  readonly characters: number;
  /** Bytes of an id. */
  readonly width: IdWidth;
  readonly preparation: Preparation;
  /** Names. */
  readonly files: readonly string[];
  /** Of a text that was made of numbers. */
  readonly numbers: NumberBins | null;
  /** SHA-256 over the source's bytes and the preparation. */
  readonly recipe: string;
  /** What the user should know of the reading. */
  readonly notes: CorpusDetail['notes'];
}

/** A text that is not here, of a model that came from elsewhere. */
export interface AbsentText extends SymbolCounts {
  readonly name: string;
  readonly unit: CorpusUnit;
  /** SHA-256 of the text in UTF-8, hexadecimal; empty where it is not known. */
  readonly hash: string;
  readonly characters: number;
  readonly width: IdWidth;
  /** Of a text that was made of numbers. */
  readonly numbers: NumberBins | null;
}

export interface StoredCorpus extends CorpusSummary {
  readonly encoding: string;
  readonly unit: CorpusUnit;
  /** SHA-256 of the text in UTF-8, hexadecimal. */
  readonly hash: string;
  readonly width: IdWidth;
}

/** How a corpus came to be. */
export type CorpusOrigin = Pick<NewCorpus, 'preparation' | 'files' | 'numbers' | 'recipe' | 'notes'>;

interface OriginRow {
  readonly preparation: string | null;
  readonly files: string;
  readonly numbers: string | null;
  readonly recipe: string;
  readonly notes: string;
}

const columns = `id, name, source, encoding, unit, hash, characters, vocabulary, width, created_at AS createdAt`;

function statementsOf(database: Database) {
  return {
    ...readingOf(database),
    ...importingOf(database),
    ...absenceOf(database),
    ...blocksOf(database),
    ...changesOf(database),
  };
}

/** What is known of a corpus. */
function readingOf(database: Database) {
  return {
    all: database.prepare<[], StoredCorpus>(
      `SELECT ${columns} FROM corpora WHERE ${when('corpora', 'here')} AND text = 1 ORDER BY id`,
    ),
    byId: database.prepare<[number], StoredCorpus>(
      `SELECT ${columns} FROM corpora WHERE ${when('corpora', 'here')} AND id = ?`,
    ),
    byHash: database.prepare<[string, string], StoredCorpus>(
      `SELECT ${columns} FROM corpora WHERE ${when('corpora', 'here')} AND text = 1 AND hash = ? AND unit = ?`,
    ),
    vocabulary: database.prepare<[number], { symbols: string; counts: string }>(
      'SELECT symbols, counts FROM corpora WHERE id = ?',
    ),
    origin: database.prepare<[number], OriginRow>(
      'SELECT preparation, files, numbers, recipe, notes FROM corpora WHERE id = ?',
    ),
    isHere: database.prepare<[number], number>('SELECT text FROM corpora WHERE id = ?').pluck(),
  };
}

/** A corpus is written, and shown unless the same text is here. */
function importingOf(database: Database) {
  const writing = writingIn('corpora');
  return {
    insert: database.prepare(
      `INSERT INTO corpora (name, source, encoding, unit, hash, characters, vocabulary, width, ${writing.column}, owner,
         created_at, symbols, counts, preparation, files, numbers, recipe, notes)
       VALUES (@name, @source, @encoding, @unit, '', @characters, @vocabulary, @width, ${writing.value}, @owner, @now, @symbols, @counts,
         @preparation, @files, @numbers, @recipe, @notes)`,
    ),
    insertBlock: database.prepare('INSERT INTO corpus_chunks (corpus, part, sha256, ids) VALUES (?, ?, ?, ?)'),
    sameText: database
      .prepare<[string, number], CorpusId>(
        `SELECT done.id FROM corpora AS done JOIN corpora AS new ON new.unit = done.unit
         WHERE done.hash = ? AND new.id = ? AND ${when('corpora', 'here', 'done')} AND done.text = 1`,
      )
      .pluck(),
    setComplete: database.prepare(
      `UPDATE corpora SET ${becoming('corpora', 'here')}, hash = ? WHERE id = ? AND ${when('corpora', 'writing')}`,
    ),
  };
}

/** Texts that are not here, of models that came from elsewhere. */
function absenceOf(database: Database) {
  return {
    insertAbsent: database.prepare(
      `INSERT INTO corpora (name, source, encoding, unit, hash, characters, vocabulary, width, complete, text, created_at,
         symbols, counts, numbers)
       VALUES (@name, '', '', @unit, @hash, @characters, @vocabulary, @width, 1, 0, @now, @symbols, @counts, @numbers)`,
    ),
    sameAbsent: database
      .prepare<[number], CorpusId>(
        `SELECT absent.id FROM corpora AS absent JOIN corpora AS new
         USING (hash, unit, characters, symbols) WHERE new.id = ? AND absent.text = 0 AND ${when('corpora', 'here', 'absent')}
           AND (absent.numbers IS NULL OR absent.numbers IS new.numbers)`,
      )
      .pluck(),
    learnNumbers: database.prepare('UPDATE corpora SET numbers = ? WHERE id = ? AND numbers IS NULL'),
    moveRuns: database.prepare('UPDATE runs SET corpus = ? WHERE corpus = ?'),
    hideUnused: database.prepare(
      `UPDATE corpora SET ${becoming('corpora', 'gone')}
       WHERE text = 0 AND ${when('corpora', 'here')} AND id NOT IN (SELECT corpus FROM runs WHERE NOT (${when('runs', 'gone')}))`,
    ),
  };
}

/** The text itself. */
function blocksOf(database: Database) {
  return {
    blockByPart: database.prepare<[number, number], { sha256: string; ids: Buffer }>(
      'SELECT sha256, ids FROM corpus_chunks WHERE corpus = ? AND part = ?',
    ),
    blockLength: database
      .prepare<[number, number], number>('SELECT length(ids) FROM corpus_chunks WHERE corpus = ? AND part = ?')
      .pluck(),
    blockBytes: database
      .prepare<[number], number>('SELECT length(ids) FROM corpus_chunks WHERE corpus = ? ORDER BY part')
      .pluck(),
  };
}

/** A corpus gets another name, is put aside, comes back, and goes. */
function changesOf(database: Database) {
  return {
    setName: database.prepare('UPDATE corpora SET name = ? WHERE id = ?'),
    setAside: database.prepare(
      `UPDATE corpora SET ${puttingAside('corpora')} WHERE id = @id AND ${when('corpora', 'here')}`,
    ),
    aside: database
      .prepare<[string], CorpusId>(`SELECT id FROM corpora WHERE ${when('corpora', 'aside')} AND owner = ?`)
      .pluck(),
    isHereAgain: database
      .prepare<[number], string>(
        `SELECT here.name FROM corpora AS aside JOIN corpora AS here USING (hash, unit)
         WHERE aside.id = ? AND ${when('corpora', 'here', 'here')} AND here.text = 1`,
      )
      .pluck(),
    bringBack: database.prepare(
      `UPDATE corpora SET ${becoming('corpora', 'here')} WHERE id = ? AND ${when('corpora', 'aside')}`,
    ),
    hide: database.prepare(`UPDATE corpora SET ${becoming('corpora', 'gone')} WHERE id = ?`),
  };
}

/**
 * The corpora of the library. What is written is durable when a method returns, or with the transaction that it is a
 * part of.
 */
export class Corpora {
  readonly #database: Database;
  readonly #damage: Damage;
  readonly #sql: ReturnType<typeof statementsOf>;
  readonly #self: ProcessMark;
  readonly #now: () => number;

  /**
   * @param self as which process corpora are written
   * @param now milliseconds since 1970
   * @param damage hears of texts that cannot be read
   */
  constructor(database: Database, self: ProcessMark, now: () => number, damage = new Damage()) {
    this.#damage = damage;
    this.#database = database;
    this.#sql = statementsOf(database);
    this.#self = self;
    this.#now = now;
  }

  /** Those whose text is here, by id. */
  list(): readonly StoredCorpus[] {
    return this.#damage.readable(this.#sql.all.all(), shown, 'text');
  }

  /** @throws CharloomError 'not-found', or 'model-invalid' for a text of a newer Charloom */
  find(id: CorpusId): StoredCorpus {
    const corpus = this.#sql.byId.get(id);
    if (!corpus) throw gone();
    return shown(corpus);
  }

  /** @throws CharloomError 'not-found' where the text of a model from elsewhere is not here */
  requireText(id: CorpusId): StoredCorpus {
    const corpus = this.find(id);
    if (this.#sql.isHere.get(id) === 1) return corpus;
    throw new CharloomError(
      'not-found',
      corpus.hash === ''
        ? sentence`The text that this model was trained on is not known. Branch the run onto a text of yours to train it further.`
        : sentence`The text that this model was trained on, "${shortened(corpus.name)}" (${amount(corpus.characters, 'character')}), is not in the library. Import that very text, or branch the run onto another one.`,
    );
  }

  /** Whether the text is here, not only what is known of it. */
  hasText(id: CorpusId): boolean {
    return this.#sql.isHere.get(id) === 1;
  }

  /** Room for a model from elsewhere: what is known of its text. Nobody sees it by itself. */
  addAbsent({ symbols, counts, numbers, ...text }: AbsentText): CorpusId {
    const { lastInsertRowid } = this.#sql.insertAbsent.run({
      ...text,
      vocabulary: symbols.length,
      now: this.#now(),
      symbols: JSON.stringify(symbols),
      counts: JSON.stringify(counts),
      numbers: numbers && JSON.stringify(numbers),
    });
    return Number(lastInsertRowid) as CorpusId;
  }

  /** A text of which nothing was known but its symbols turns out to be made of numbers. */
  learnNumbers(id: CorpusId, numbers: NumberBins): void {
    this.#sql.learnNumbers.run(JSON.stringify(numbers), id);
  }

  /** Those absent texts go that no run needs. */
  dropUnused(): void {
    this.#sql.hideUnused.run();
  }

  /** Among those whose text is here. */
  findByHash(hash: string, unit: CorpusUnit): StoredCorpus | null {
    const found = this.#sql.byHash.get(hash, unit);
    return found ? shown(found) : null;
  }

  /** @throws CharloomError 'not-found', 'library-damaged' */
  symbols(id: CorpusId): SymbolCounts {
    const found = this.#sql.vocabulary.get(id);
    if (!found) throw gone();
    const what = ['corpus alphabet', id] as const;
    return {
      symbols: parseStored(found.symbols, what) as string[],
      counts: parseStored(found.counts, what) as number[],
    };
  }

  /** @throws CharloomError 'not-found', 'library-damaged' */
  origin(id: CorpusId): CorpusOrigin {
    const row = this.#sql.origin.get(id);
    if (!row) throw gone();
    const what = ['origin', id] as const;
    return {
      preparation: row.preparation === null ? defaultPreparation : readPreparation(parseStored(row.preparation, what)),
      files: parseStored(row.files, what) as string[],
      numbers: row.numbers === null ? null : (parseStored(row.numbers, what) as NumberBins),
      recipe: row.recipe,
      notes: parseStored(row.notes, what) as CorpusDetail['notes'],
    };
  }

  /** Makes an invisible corpus, to be filled by `addBlock` and shown by `complete`. */
  begin(corpus: NewCorpus): CorpusId {
    const { lastInsertRowid } = this.#sql.insert.run({
      ...corpus,
      unit: corpus.preparation.unit,
      vocabulary: corpus.symbols.length,
      owner: JSON.stringify(this.#self),
      now: this.#now(),
      symbols: JSON.stringify(corpus.symbols),
      counts: JSON.stringify(corpus.counts),
      preparation: JSON.stringify(storablePreparation(corpus.preparation)),
      files: JSON.stringify(corpus.files),
      numbers: corpus.numbers && JSON.stringify(corpus.numbers),
      notes: JSON.stringify(corpus.notes),
    });
    return Number(lastInsertRowid) as CorpusId;
  }

  addBlock(id: CorpusId, part: number, ids: Uint8Array): void {
    this.#sql.insertBlock.run(id, part, hashOf(ids), ids);
  }

  /**
   * Shows the corpus. @returns its id, or that of the same text where another import was faster
   * @param hash SHA-256 of the text in UTF-8, hexadecimal
   */
  complete(id: CorpusId, hash: string): CorpusId {
    return inTransaction(this.#database, () => {
      const same = this.#sql.sameText.get(hash, id);
      if (same === undefined) {
        this.#sql.setComplete.run(hash, id);
        // Models that came without their text can train on now.
        for (const absent of this.#sql.sameAbsent.all(id)) this.#sql.moveRuns.run(id, absent);
        this.#sql.hideUnused.run();
      } else {
        this.#sql.hide.run(id);
      }
      return same ?? id;
    });
  }

  /** The text as ids, a megabyte of symbols at a time; each block is a copy of its own. */
  *idBlocks(id: CorpusId): Generator<Ids> {
    const corpus = this.find(id);
    for (let part = 0, read = 0; read < corpus.characters; part++) {
      const ids = idsOver(new Uint8Array(this.#readBlock(corpus, part)).buffer, corpus.width);
      read += ids.length;
      yield ids;
    }
  }

  /** How many symbols each block has. */
  blockLengths(id: CorpusId): number[] {
    const { width } = this.find(id);
    return this.#sql.blockBytes.all(id).map((bytes) => bytes / width);
  }

  /** The ids of one block; a copy of its own. */
  block(id: CorpusId, part: number): Ids {
    const corpus = this.find(id);
    return idsOver(new Uint8Array(this.#readBlock(corpus, part)).buffer, corpus.width);
  }

  /** The text, or its symbols `from` … `to` − 1, as ids over shared memory, read a block a turn of the event loop. */
  async loadIds(id: CorpusId, range?: { readonly from: number; readonly to: number }): Promise<Ids> {
    const corpus = this.find(id);
    const { from, to } = range ?? { from: 0, to: corpus.characters };
    const memory = new SharedArrayBuffer((to - from) * corpus.width);
    const bytes = new Uint8Array(memory);
    // Bytes of the whole text at which the next block begins.
    let at = 0;
    const start = from * corpus.width;
    const end = to * corpus.width;
    for (let part = 0; at < end; part++) {
      const length = this.#sql.blockLength.get(id, part);
      if (length !== undefined && at + length <= start) {
        at += length;
        continue;
      }
      const block = this.#readBlock(corpus, part);
      bytes.set(block.subarray(Math.max(0, start - at), end - at), Math.max(0, at - start));
      at += block.length;
      await nextTurn();
    }
    return idsOver(memory, corpus.width);
  }

  /** At most `length` symbols from the text's beginning. */
  opening(id: CorpusId, length: number): string {
    const corpus = this.find(id);
    const { symbols } = this.symbols(id);
    const block = this.#readBlock(corpus, 0);
    const ids = idsOver(new Uint8Array(block).buffer, corpus.width);
    return Array.from(ids.subarray(0, length), (symbol) => symbols[symbol] ?? '').join('');
  }

  rename(id: CorpusId, name: string): void {
    this.find(id);
    this.#sql.setName.run(name, id);
  }

  /** Nobody sees it, and it can be brought back. @throws CharloomError 'not-found' */
  putAside(id: CorpusId): void {
    this.find(id);
    this.#sql.setAside.run({ id, owner: JSON.stringify(this.#self) });
  }

  /**
   * @throws CharloomError 'not-found' where it is gone for good; 'bad-request' where the same text was imported
   * meanwhile
   */
  bringBack(id: CorpusId): void {
    const again = this.#sql.isHereAgain.get(id);
    if (again !== undefined)
      throw new CharloomError('bad-request', sentence`The same text was imported meanwhile, as "${shortened(again)}".`);
    if (this.#sql.bringBack.run(id).changes === 0)
      throw new CharloomError('not-found', sentence`The text was deleted too long ago to be brought back.`);
  }

  /** What this process has put aside. */
  aside(): readonly CorpusId[] {
    return this.#sql.aside.all(JSON.stringify(this.#self));
  }

  /** Nobody sees it any more. */
  delete(id: CorpusId): void {
    this.#sql.hide.run(id);
  }

  /** Takes out blocks that are not what was written. @returns the names of the corpora that are no longer whole */
  dropDamagedBlocks(): readonly string[] {
    const parts = this.#database.prepare<[number], number>('SELECT part FROM corpus_chunks WHERE corpus = ?').pluck();
    const removeBlock = this.#database.prepare('DELETE FROM corpus_chunks WHERE corpus = ? AND part = ?');
    return this.list().flatMap(({ id, name, characters, width }) => {
      let bytes = 0;
      for (const part of parts.all(id)) {
        const block = this.#sql.blockByPart.get(id, part);
        if (block && hashOf(block.ids) === block.sha256) bytes += block.ids.length;
        else removeBlock.run(id, part);
      }
      return bytes === characters * width ? [] : [name];
    });
  }

  /** Of processes that are gone: lets go of what their imports have left behind, takes over what they put aside. */
  settleAbandoned(): void {
    settleAbandoned(this.#database, 'corpora', this.#self, this.#now());
  }

  /**
   * @throws CharloomError 'not-found' where the text is not here; 'library-damaged' if the block is missing or not what
   * was written
   */
  #readBlock(corpus: StoredCorpus, part: number): Buffer {
    const block = inSnapshot(this.#database, () => {
      this.requireText(corpus.id);
      return this.#sql.blockByPart.get(corpus.id, part);
    });
    if (!block || hashOf(block.ids) !== block.sha256) {
      throw new CharloomError(
        'library-damaged',
        sentence`The text of "${shortened(corpus.name)}" is damaged in the library. Delete the corpus and import it again.`,
      );
    }
    return block.ids;
  }
}

function idsOver(memory: ArrayBuffer | SharedArrayBuffer, width: IdWidth): Ids {
  if (width === 1) return new Uint8Array(memory);
  // Every platform that Electron and Node run on is little-endian, as the stored ids are.
  return width === 2 ? new Uint16Array(memory) : new Uint32Array(memory);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** As all may see it: an older Charloom took names as they came. */
function shown(corpus: StoredCorpus): StoredCorpus {
  if (!corpusUnits.some((unit) => unit === corpus.unit)) throw ofNewerCharloom('text');
  return { ...corpus, name: nameFrom(corpus.name, `Text ${corpus.id}`), source: nameFrom(corpus.source, '') };
}

function gone(): CharloomError {
  return new CharloomError('not-found', sentence`This text is not in the library any more. Choose another one.`);
}
