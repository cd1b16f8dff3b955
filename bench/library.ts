// What the benches put into a library: a text of one symbol, and runs on it.

import type { Library } from '../src-engine/library/library.ts';
import type { CorpusId, RunId } from '../src-engine/protocol/index.ts';
import { defaultModel, defaultPreparation, defaultTraining } from '../src-engine/settings/defaults.ts';

export function addCorpus(library: Library): CorpusId {
  const corpus = library.corpora.begin({
    name: 'Bench',
    source: 'bench',
    encoding: 'UTF-8',
    preparation: defaultPreparation,
    files: [],
    recipe: '',
    notes: [],
    characters: 1,
    width: 1,
    symbols: ['a'],
    counts: [1],
  });
  library.corpora.complete(corpus, 'bench');
  return corpus;
}

export function addRun(library: Library, corpus: CorpusId, name: string): RunId {
  return library.runs.add({
    name,
    corpus,
    model: defaultModel,
    training: defaultTraining(1),
    trainCharacters: 1,
    symbols: ['a'],
    unit: 'codepoint',
  });
}
