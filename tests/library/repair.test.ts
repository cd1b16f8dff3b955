// Several processes that find the same damage: one repairs it, and what the others have seen before then counts no
// more.

import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import { finishSalvage, repair } from '../../src-engine/library/salvage.ts';
import { addRun, temporaryFolder } from './fixtures.ts';
import { told } from '../told.ts';

const now = new Date(Date.UTC(2026, 0, 2));

function filledLibrary(): string {
  const file = path.join(temporaryFolder(), 'library.db');
  const library = openLibrary(file);
  addRun(library);
  library.close();
  return file;
}

it('leaves a library alone that another process has repaired meanwhile, and its journal too', () => {
  const file = filledLibrary();
  const library = openLibrary(file);
  onTestFinished(() => library.close());
  addRun(library, library.corpora.list()[0]?.id);
  const journal = readFileSync(`${file}-wal`);
  expect(journal.length).toBeGreaterThan(0);
  expect(repair(file, now)).toBeNull();
  expect(readFileSync(`${file}-wal`).equals(journal)).toBe(true);
  expect(readdirSync(path.dirname(file)).filter((name) => /damaged|lock/.test(name))).toEqual([]);
});

it('does not put another new library in the place of the one that was just made', () => {
  const file = path.join(temporaryFolder(), 'library.db');
  writeFileSync(file, '');
  expect(told(repair(file, now))).toContain('had nothing in it');
  const library = openLibrary(file);
  addRun(library);
  library.close();
  expect(repair(file, now)).toBeNull();
  const again = openLibrary(file);
  expect(again.runs.names()).toEqual(['First']);
  again.close();
});

it('repairs after a process that died while it did so, and takes its lock away', () => {
  const file = path.join(temporaryFolder(), 'library.db');
  writeFileSync(file, '');
  for (const lock of [JSON.stringify({ pid: 2 ** 22 + 5, started: null }), '']) {
    writeFileSync(`${file}.salvage-lock`, lock);
    writeFileSync(file, '');
    expect(told(repair(file, now))).toContain('had nothing in it');
  }
  expect(readdirSync(path.dirname(file)).filter((name) => name.includes('lock'))).toEqual([]);
});

it('puts what was salvaged into its place once', () => {
  const file = filledLibrary();
  copyFileSync(file, `${file}.salvaged`);
  finishSalvage(file);
  expect(existsSync(`${file}.salvaged`)).toBe(false);
  writeFileSync(`${file}-wal`, 'in use');
  finishSalvage(file);
  expect(readFileSync(`${file}-wal`, 'utf8')).toBe('in use');
});
