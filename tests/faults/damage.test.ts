// Bytes turned over at random places of the file and of its journal: never a crash, never a wrong checkpoint. What is
// found to be damaged is refused or left out in words; a library whose tables are damaged is salvaged.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CharloomError } from '../../src-engine/errors.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { Library } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { openRaw, temporaryFolder } from '../library/fixtures.ts';
import { startTiny } from './tiny.ts';
import { tinyText } from './tiny-settings.ts';
import { saveCheckpoint } from '../library/saving.ts';
import { told } from '../told.ts';

const run = 1 as RunId;
const random = createRandom(20_261_122);
const upTo = (limit: number): number => random.bits() % limit;

/** A library as it lies on the disk while its process is still there: the newest pages are in the journal. */
let file: Buffer;
let journal: Buffer;
/** Of each checkpoint, what its blocks are. */
let truth: ReadonlyMap<number, unknown>;

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-test-'));
  const place = path.join(folder, 'library.db');
  await startTiny(place, 'start').ended;
  const library = openLibrary(place);
  const keep = openRaw(place);
  library.setRetention(run, { keepLast: 1000, keepEvery: null });
  await library.cleanUp();
  const steps = library.checkpoints.list(run).map(({ step }) => step);
  truth = new Map(steps.map((step) => [step, library.checkpoints.hashes(run, { step })]));
  // A last checkpoint that only the journal has.
  const { state } = library.checkpoints.newestGood(run);
  if (!state) throw new Error('the run has no checkpoint');
  const progress = { ...state.progress, step: 700 };
  await saveCheckpoint(library, run, { ...state, step: 700, progress }, 1, []);
  truth = new Map([...truth, [700, library.checkpoints.hashes(run, 'last')]]);
  file = readFileSync(place);
  journal = readFileSync(`${place}-wal`);
  keep.close();
  library.close();
  rmSync(folder, { recursive: true });
});

function codeOf(error: unknown): string {
  if (!(error instanceof CharloomError)) throw error;
  expect(error.message).toMatch(/^[A-Z].*\.$/s);
  return error.code;
}

/** Everything that is read of a library; what is damaged must be known as such. @returns codes of what was refused */
function readAll(library: Library): string[] {
  const refused: string[] = [];
  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      refused.push(codeOf(error));
    }
  };
  library.corpora.list();
  library.samples.list(100);
  library.settings.get('peak');
  for (const stored of library.runs.list()) {
    attempt(() => library.summaries.of(stored));
    attempt(() => library.curves.read(stored.id, 1000));
    attempt(() => library.specimens.list(stored.id));
    for (const { step } of library.checkpoints.list(stored.id)) {
      attempt(() => expect(library.checkpoints.hashes(stored.id, { step })).toEqual(truth.get(step)));
    }
    attempt(() => {
      const { state } = library.checkpoints.newestGood(stored.id);
      if (state) expect(truth.has(state.step)).toBe(true);
    });
  }
  return refused;
}

/** @returns what became of it */
function openDamaged(damage: (file: Buffer, journal: Buffer) => void): string {
  const folder = temporaryFolder();
  const place = path.join(folder, 'library.db');
  const [damagedFile, damagedJournal] = [Buffer.from(file), Buffer.from(journal)];
  damage(damagedFile, damagedJournal);
  writeFileSync(place, damagedFile);
  writeFileSync(`${place}-wal`, damagedJournal);
  let library: Library;
  try {
    library = openLibrary(place);
  } catch (error) {
    const code = codeOf(error);
    expect(['library-damaged', 'library-not-sqlite', 'library-foreign', 'library-newer']).toContain(code);
    // Refused: it lies there as it was, for whoever has a better tool.
    expect(readFileSync(place).length).toBe(damagedFile.length);
    rmSync(folder, { recursive: true });
    return code;
  }
  const refused = readAll(library);
  const { notice } = library;
  library.close();
  const aside = readdirSync(folder).filter((name) => name.includes('.damaged-') && !name.endsWith('-wal'));
  expect(aside.length).toBe(notice === null ? 0 : 1);
  rmSync(folder, { recursive: true });
  return notice === null ? (refused.length === 0 ? 'whole' : 'read in part') : 'salvaged';
}

function flipBit(bytes: Buffer): void {
  const place = upTo(bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << upTo(8));
}

/** Some thousand bytes of nonsense within the first `length`. */
function scribble(bytes: Buffer, length: number): void {
  const place = upTo(length);
  const end = Math.min(bytes.length, place + 1000 + upTo(20_000));
  for (let at = place; at < end; at++) bytes[at] = upTo(256);
}

function count(outcomes: readonly string[], outcome: string): number {
  return outcomes.filter((one) => one === outcome).length;
}

describe('a library with damage', () => {
  it('in single bits, in the file or in the journal, 200 times, gives what is true or says that it is damaged', () => {
    const outcomes = Array.from({ length: 200 }, (_, round) =>
      openDamaged((bytes, wal) => flipBit(round % 2 === 0 ? bytes : wal)),
    );
    // Most of a library are checkpoints, so most damage is found by their hashes.
    expect(count(outcomes, 'read in part')).toBeGreaterThan(20);
    expect(count(outcomes, 'whole') + count(outcomes, 'read in part')).toBeGreaterThan(150);
  });

  it('in whole pages gives what is true, is salvaged, or says that it is damaged', () => {
    const outcomes = Array.from({ length: 60 }, (_, round) =>
      openDamaged((bytes, wal) => {
        wal.fill(0);
        // The tables of small things lie at the beginning.
        scribble(bytes, round % 2 === 0 ? bytes.length : Math.min(bytes.length, 400_000));
      }),
    );
    expect(count(outcomes, 'salvaged')).toBeGreaterThan(3);
  });

  it('that is cut off anywhere gives what is true, is salvaged, or says that it is damaged', () => {
    for (let round = 0; round < 20; round++) {
      const folder = temporaryFolder();
      const place = path.join(folder, 'library.db');
      writeFileSync(place, file.subarray(0, upTo(file.length)));
      try {
        const library = openLibrary(place);
        readAll(library);
        library.close();
      } catch (error) {
        expect(['library-damaged', 'library-not-sqlite', 'library-foreign']).toContain(codeOf(error));
      }
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a salvaged library', () => {
  it('has everything but what was damaged, and goes on', async () => {
    const folder = temporaryFolder();
    const place = path.join(folder, 'library.db');
    await startTiny(place, 'start').ended;
    const raw = openRaw(place);
    const root = Number(raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'validations'").pluck().get());
    const size = Number(raw.pragma('page_size', { simple: true }));
    raw.close();
    const bytes = readFileSync(place);
    bytes.fill(0xa5, (root - 1) * size, root * size);
    writeFileSync(place, bytes);

    const library = openLibrary(place);
    expect(told(library.notice)).toMatch(
      /^The library was damaged\. Kept: 1 corpus, 1 run, \d+ checkpoints, 0 samples\. Lost: some validation losses\./,
    );
    expect(told(library.notice)).toContain('.damaged-2');
    expect(library.checkpoints.newestGood(run)).toMatchObject({ damaged: [], state: { step: 600 } });
    expect((await library.corpora.loadIds(library.runs.find(run).corpus)).length).toBeGreaterThan(1000);
    library.validations.put(run, 600, 1, 1);
    library.close();
    const again = openLibrary(place);
    expect(again.notice).toBeNull();
    expect(again.validations.list(run).length).toBe(1);
    again.close();
    expect(readdirSync(folder).filter((name) => /salvage|suspect/.test(name))).toEqual([]);
  });

  it('that was interrupted before it took its place does so at the next opening', async () => {
    const folder = temporaryFolder();
    const place = path.join(folder, 'library.db');
    await startTiny(place, 'start').ended;
    const whole = readFileSync(place);
    // The damaged library with its journal, and the new file that is whole but for its name.
    writeFileSync(`${place}.salvaged`, whole);
    writeFileSync(place, Buffer.from(whole).fill(0x5a, 16_384));
    writeFileSync(`${place}-wal`, journal);
    const library = openLibrary(place);
    expect(library.checkpoints.newestGood(run)).toMatchObject({ damaged: [], state: { step: 600 } });
    library.close();
    expect(readdirSync(folder)).toEqual(['library.db']);
  });

  it('keeps runs whose corpus is lost, with the text that is still there', async () => {
    const folder = temporaryFolder();
    const place = path.join(folder, 'library.db');
    await startTiny(place, 'start').ended;
    const raw = openRaw(place);
    raw.pragma('foreign_keys = OFF');
    raw.exec("UPDATE corpora SET symbols = 'x'");
    raw.close();
    const library = openLibrary(place);
    expect(told(library.notice)).toContain('Lost: ');
    expect(library.runs.find(run)).toMatchObject({ corpusName: 'Text 1', state: 'finished' });
    expect(library.checkpoints.parameters(run, 'best').step).toBeGreaterThan(0);
    expect((await library.corpora.loadIds(library.runs.find(run).corpus)).length).toBe(tinyText.length);
    library.close();
  });
});
