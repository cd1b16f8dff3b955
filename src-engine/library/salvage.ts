// A damaged library: it is copied aside as it is, what can be read goes into a new file, and that takes its place. What
// has a hash is checked against it, so nothing wrong comes along. Interrupted anywhere, it begins again or is finished.

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import { amount, listed, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { copyAside, giveName, moveAside, removeAside, removeDatabase, removeJournals } from './aside.ts';
import { Checkpoints } from './checkpoints.ts';
import { connect, defaultPatience } from './connect.ts';
import { Corpora } from './corpora.ts';
import { syncFile, syncFolder } from './durable.ts';
import { isDamage } from './failures.ts';
import { ownEndings } from '../files/layout.ts';
import { whoHolds } from './holders.ts';
import { ForeignJournalError } from './journal.ts';
import { migrate, migrationsUpTo, newestVersion, prepareFile, libraryVersion } from './migrations.ts';
import { EmptyLibraryError, openDatabase } from './open.ts';
import { isAlive, markOfThisProcess, parseMark } from '../files/processes.ts';
import { copyTable } from './salvage-rows.ts';
import { dropBrokenRows, suspect } from './soundness.ts';

/** While another process repairs. */
const millisecondsBetweenLooks = 20;

/**
 * Makes a library that can be opened of one that could not. What was there is kept aside first, as it is. What is wrong
 * is looked for anew, when no other process can be repairing it: what was seen before may be mended by now, and in use.
 * @returns what the user should know; null where nothing is wrong any more
 * @throws CharloomError 'library-damaged' where nothing could be kept: all is left as it is
 */
export function repair(file: string, now: Date): Sentence | null {
  return alone(file, () => {
    const fault = faultOf(file);
    if (fault === null) return null;
    const holder = whoHolds(file);
    if (holder !== null) {
      throw new CharloomError(
        'library-damaged',
        sentence`The library ${shortened(file)} is damaged, and process ${holder} has it open. Close it there; what can be read is saved when you open it again.`,
      );
    }
    if (fault instanceof ForeignJournalError) return leaveJournalOut(file, now);
    if (fault instanceof EmptyLibraryError) return makeRoom(file, now);
    return salvage(file, now);
  });
}

/** @returns the damage; null if it can be opened */
function faultOf(file: string): unknown {
  try {
    openDatabase(file).close();
    return null;
  } catch (error) {
    if (isDamage(error)) return error;
    throw error;
  }
}

/** The file has all that was ever folded into it, and is looked through. */
function leaveJournalOut(file: string, now: Date): Sentence {
  if (!existsSync(file)) {
    const aside = moveAside(file, now);
    return sentence`A journal of another library lay where the new library was made. It is kept, named ${path.basename(aside)}-wal or -journal.`;
  }
  const aside = copyAside(file, now);
  suspect(file);
  removeJournals(file);
  syncFolder(path.dirname(file));
  return sentence`The journal beside the library belongs to another library, or to another state of this one, and was left out. Both are kept as they were: ${path.basename(aside)} and its journal.`;
}

function makeRoom(file: string, now: Date): Sentence {
  const aside = moveAside(file, now);
  return sentence`The library ${path.basename(file)} had nothing in it, perhaps after a power cut. It is kept as ${path.basename(aside)}, and a new library was started. If you have a copy of the old one, put it in its place.`;
}

function salvage(file: string, now: Date): Sentence {
  const aside = copyAside(file, now);
  const partial = `${salvagedName(file)}-partial`;
  removeDatabase(partial);
  try {
    const report = copyReadable(file, partial);
    syncFile(partial);
    renameSync(partial, salvagedName(file));
    putIntoPlace(file);
    return sentence`The library was damaged. ${report} The damaged file is kept as ${aside}.`;
  } catch (error) {
    removeDatabase(partial);
    removeAside(aside);
    throw error;
  }
}

/** Puts a salvaged library that is whole into its place: the last step, which may have been interrupted. */
export function finishSalvage(file: string): void {
  if (existsSync(salvagedName(file))) alone(file, () => putIntoPlace(file));
}

/** Where another process was faster, the journals are that one's. */
function putIntoPlace(file: string): void {
  if (!existsSync(salvagedName(file))) return;
  // The damaged file's journal must never meet the new file.
  removeJournals(file);
  renameSync(salvagedName(file), file);
  syncFolder(path.dirname(file));
}

function salvagedName(file: string): string {
  return `${file}${ownEndings.salvaged}`;
}

/** @returns what was kept and what was lost */
function copyReadable(file: string, partial: string): Sentence {
  const source = connect(file);
  try {
    const version = readableVersion(source);
    const target = connect(partial);
    try {
      prepareFile(target);
      migrate(target, migrationsUpTo(version));
      // Built anew where it is interrupted: it need not last before it is whole.
      target.pragma('synchronous = OFF');
      target.pragma('foreign_keys = OFF');
      const torn = tablesOf(target).filter((table) => !copyTable(source, target, table).isWhole);
      const broken = dropBrokenRows(target);
      migrate(target);
      return prune(target, new Set([...torn, ...broken]));
    } finally {
      target.close();
    }
  } finally {
    closeDamaged(source);
  }
}

function readableVersion(source: Database): number {
  try {
    // Reads the schema: without it nothing can be found.
    source.prepare('SELECT count(*) FROM runs').get();
  } catch (error) {
    // A table that is damaged inside can still be found.
    if (!isDamage(error) || !existsInSchema(source)) throw error;
  }
  const version = libraryVersion(source);
  return version > 0 && version <= newestVersion() ? version : newestVersion();
}

function existsInSchema(source: Database): boolean {
  return source.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'runs'").get() !== undefined;
}

/** Closing folds the journal back, which damage may prevent. */
function closeDamaged(source: Database): void {
  try {
    source.close();
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}

/** In the order in which they were made: what others refer to comes first. */
function tablesOf(database: Database): readonly string[] {
  return database
    .prepare<[], string>(
      // The new file's commits are its own.
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'commit_marks' ORDER BY rowid",
    )
    .pluck()
    .all();
}

/** Takes out what has lost its other half or is not what its hash says. @returns what was kept and lost */
function prune(target: Database, torn: ReadonlySet<string>): Sentence {
  standInForLostCorpora(target);
  dropOrphans(target);
  const now = (): number => Date.now();
  const self = markOfThisProcess();
  const checkpoints = new Checkpoints(target, self, now).dropDamaged();
  const texts = new Corpora(target, self, now).dropDamagedBlocks();
  dropOrphans(target);
  const count = (table: string): number => Number(target.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  const kept = listed([
    amount(count('corpora'), 'corpus', 'corpora'),
    amount(count('runs'), 'run'),
    amount(count('checkpoints'), 'checkpoint'),
    amount(count('samples'), 'sample'),
  ]);
  if (count('corpora') + count('runs') === 0) throw nothingKept();
  const lost = [
    ...checkpoints.map(({ step, run }) => sentence`the checkpoint of step ${step} of "${shortened(run)}"`),
    ...texts.map((name) => sentence`part of the text of "${shortened(name)}" (import it again)`),
    ...[...torn].filter((table) => !table.startsWith('checkpoint') && table !== 'corpus_chunks').map(lostPart),
  ];
  return lost.length === 0
    ? sentence`Kept: ${kept}. Nothing was lost.`
    : sentence`Kept: ${kept}. Lost: ${listed(lost)}.`;
}

/** A run whose corpus's row is lost still has the alphabet, and mostly the text: it can write, and go on training. */
function standInForLostCorpora(target: Database): void {
  target.exec(`
    INSERT INTO corpora (id, name, source, encoding, unit, hash, characters, vocabulary, width, complete, created_at,
      symbols, counts)
    SELECT corpus, 'Text ' || corpus, '', 'UTF-8', unit, 'lost-' || corpus,
      coalesce((SELECT sum(length(ids)) FROM corpus_chunks WHERE corpus = lost.corpus) / width, train_characters),
      symbol_count, width, 1, created_at, symbols, (SELECT json_group_array(1) FROM json_each(symbols))
    FROM (
      SELECT *, json_array_length(symbols) AS symbol_count,
        CASE WHEN json_array_length(symbols) <= 256 THEN 1 WHEN json_array_length(symbols) <= 65536 THEN 2 ELSE 4 END AS width
      FROM runs WHERE corpus NOT IN (SELECT id FROM corpora) GROUP BY corpus
    ) AS lost`);
}

function dropOrphans(target: Database): void {
  target.exec('UPDATE samples SET checkpoint = NULL WHERE checkpoint NOT IN (SELECT id FROM checkpoints)');
  for (;;) {
    const orphans = target.pragma('foreign_key_check') as readonly { table: string; rowid: number | null }[];
    // Tables without row ids go by their own keys.
    const withIds = orphans.filter(({ rowid }) => rowid !== null);
    for (const { table, rowid } of withIds) target.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(rowid);
    for (const table of new Set(orphans.filter(({ rowid }) => rowid === null).map(({ table: name }) => name))) {
      const [key] = target.pragma(`foreign_key_list(${table})`) as readonly { table: string; from: string }[];
      if (key) target.exec(`DELETE FROM ${table} WHERE ${key.from} NOT IN (SELECT rowid FROM ${key.table})`);
    }
    if (orphans.length === 0) return;
  }
}

function lostPart(table: string): Sentence {
  const names: Readonly<Record<string, Sentence>> = {
    loss_chunks: sentence`part of a loss curve`,
    validations: sentence`some validation losses`,
    gauges: sentence`some figures of single steps`,
    samples: sentence`some samples`,
    specimens: sentence`some of what models wrote on their way`,
    runs: sentence`some runs`,
    corpora: sentence`some corpora`,
    settings: sentence`some settings`,
  };
  return names[table] ?? sentence`part of ${table.replaceAll('_', ' ')}`;
}

function nothingKept(): CharloomError {
  return new CharloomError(
    'library-damaged',
    sentence`The library is damaged and nothing of it can be read. Restore a copy of it, or move it away to start a new one.`,
  );
}

/** One process at a time; the others wait a little. */
function alone<Result>(file: string, work: () => Result): Result {
  const lock = `${file}${ownEndings.salvage}-lock`;
  const own = `${lock}-${process.pid}`;
  writeFileSync(own, JSON.stringify(markOfThisProcess()));
  try {
    takeLock(lock, own, file);
    try {
      return work();
    } finally {
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** The lock is there with its owner's mark in it or not at all. */
function takeLock(lock: string, own: string, file: string): void {
  for (let waited = 0; ; waited += millisecondsBetweenLooks) {
    if (giveName(own, lock)) return;
    const owner = ownerOf(lock);
    if (owner === 'nobody') {
      takeAway(lock);
      continue;
    }
    if (owner !== 'unlocked' && waited >= defaultPatience) {
      throw new CharloomError(
        'library-busy',
        sentence`The library ${shortened(file)} is damaged and is being repaired by process ${owner}. Try again when it is done.`,
      );
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millisecondsBetweenLooks);
  }
}

/** @returns its process */
function ownerOf(lock: string): number | 'nobody' | 'unlocked' {
  if (!existsSync(lock)) return 'unlocked';
  try {
    const mark = parseMark(readFileSync(lock, 'utf8'));
    return mark !== null && isAlive(mark, Date.now(), Date.now()) ? mark.pid : 'nobody';
  } catch (error) {
    if (!existsSync(lock)) return 'unlocked';
    throw error;
  }
}

/** Of a process that has died; unless another one has taken it meanwhile, which then gets it back. */
function takeAway(lock: string): void {
  const old = `${lock}-${process.pid}-old`;
  try {
    renameSync(lock, old);
  } catch (error) {
    if (existsSync(lock)) throw error;
    return;
  }
  if (ownerOf(old) === 'nobody' || !giveName(old, lock)) rmSync(old, { force: true });
}
