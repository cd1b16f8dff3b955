// Runs whose text is not in the library, and runs that are still being brought in.

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { Library } from '../../src-engine/library/library.ts';
import type { CorpusId, RunId } from '../../src-engine/protocol/index.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { addCorpus, temporaryFolder, temporaryLibrary } from './fixtures.ts';
import { plainModel } from '../plain-model.ts';

const text = {
  name: 'Twos',
  unit: 'codepoint',
  hash: 'hash',
  characters: 20,
  width: 1,
  symbols: ['a', 'b'],
  numbers: null,
} as const;

function begin(library: Library, corpus: CorpusId): RunId {
  return library.runs.begin({
    name: 'From elsewhere',
    corpus,
    model: plainModel,
    training: defaultTraining(1),
    trainCharacters: 18,
    symbols: ['a', 'b'],
    unit: 'codepoint',
  });
}

function addTextless(library: Library, change: Partial<typeof text> | object = {}): RunId {
  const run = begin(library, library.corpora.addAbsent({ ...text, counts: [1, 0], ...change }));
  library.runs.show(run);
  return run;
}

describe('a text that is not here', () => {
  it('is seen by nobody but its runs', async () => {
    const library = temporaryLibrary();
    const { corpus, corpusName } = library.runs.find(addTextless(library));
    expect(corpusName).toBe('Twos');
    expect(library.corpora.list()).toEqual([]);
    expect(library.corpora.findByHash('hash', 'codepoint')).toBeNull();
    expect(library.corpora.hasText(corpus)).toBe(false);
    expect(() => library.corpora.requireText(corpus)).toThrow('is not in the library');
    await expect(library.corpora.loadIds(corpus)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('gives way to the very same one, and to no other', () => {
    const library = temporaryLibrary();
    const same = addTextless(library);
    const twin = addTextless(library);
    const others = [
      { hash: 'other' },
      { symbols: ['b', 'a'] },
      { characters: 21 },
      { unit: 'grapheme' },
      { hash: '' },
      { numbers: { edges: [1], medians: [0, 1] } },
    ];
    const strangers = others.map((change) => addTextless(library, change));
    const corpus = addCorpus(library);
    expect([same, twin].map((run) => library.runs.find(run).corpus)).toEqual([corpus, corpus]);
    expect(library.runs.find(same).corpusName).toBe('Twos');
    for (const run of strangers) {
      expect(library.runs.find(run).corpus).not.toBe(corpus);
      expect(library.corpora.hasText(library.runs.find(run).corpus)).toBe(false);
    }
  });

  it('goes with the last of its runs', async () => {
    const library = temporaryLibrary();
    const run = addTextless(library);
    const { corpus } = library.runs.find(run);
    const second = begin(library, corpus);
    library.runs.show(second);
    library.deleteRun(run);
    expect(library.corpora.find(corpus).name).toBe('Twos');
    library.deleteRun(second);
    expect(() => library.corpora.find(corpus)).toThrow('This text is not in the library any more');
    await library.cleanUp();
  });
});

describe('a run that is being brought in', () => {
  it('is shown to nobody, and stays while its process lives', () => {
    const file = path.join(temporaryFolder(), 'library.db');
    const library = openLibrary(file);
    const run = begin(library, addCorpus(library));
    expect(library.runs.list()).toEqual([]);
    expect(() => library.runs.find(run)).toThrow('This run is not in the library any more');
    openLibrary(file).close();
    library.runs.show(run);
    expect(library.runs.list().map(({ id, state }) => [id, state])).toEqual([[run, 'paused']]);
    library.close();
  });

  it('is purged when its process has died', async () => {
    const file = path.join(temporaryFolder(), 'library.db');
    const dead = openLibrary(file, { self: { pid: 2 ** 22 + 1, started: null } });
    const run = begin(dead, addCorpus(dead));
    dead.close();
    const library = openLibrary(file);
    await library.cleanUp();
    library.runs.show(run);
    expect(library.runs.list()).toEqual([]);
    library.close();
  });
});
