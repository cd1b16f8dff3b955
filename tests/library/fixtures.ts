// Real library files in folders of their own, and small states to put into them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SQLite from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { Library, LibraryOptions } from '../../src-engine/library/library.ts';
import type { CorpusId, RunId } from '../../src-engine/protocol/index.ts';
import { defaultModel, defaultPreparation, defaultTraining } from '../../src-engine/settings/defaults.ts';

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function temporaryLibrary(options: LibraryOptions = {}): Library {
  const library = openLibrary(path.join(temporaryFolder(), 'library.db'), options);
  onTestFinished(() => library.close());
  return library;
}

/** The file behind the library's back. */
export function openRaw(file: string): SQLite.Database {
  return new SQLite(file);
}

export const plainOrigin = { preparation: defaultPreparation, files: [], numbers: null, recipe: '', notes: [] };

/** A corpus of the ids 0 1 0 1 …, in blocks of 8. */
export function addCorpus(library: Library, hash = 'hash'): CorpusId {
  const ids = Uint8Array.from({ length: 20 }, (_, index) => index % 2);
  const corpus = library.corpora.begin({
    name: 'Twos',
    source: 'twos.txt',
    encoding: 'UTF-8',
    ...plainOrigin,
    characters: ids.length,
    width: 1,
    symbols: ['a', 'b'],
    counts: [10, 10],
  });
  for (let part = 0; part * 8 < ids.length; part++)
    library.corpora.addBlock(corpus, part, ids.slice(part * 8, part * 8 + 8));
  library.corpora.complete(corpus, hash);
  return corpus;
}

export function addRun(library: Library, corpus = addCorpus(library)): RunId {
  return library.runs.add({
    name: 'First',
    corpus,
    model: defaultModel,
    training: defaultTraining(2),
    trainCharacters: 18,
    symbols: ['a', 'b'],
    unit: 'codepoint',
  });
}
