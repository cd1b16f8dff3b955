// German says all that the window says, and nothing that nobody says any more.

import { describe, expect, it } from 'vitest';
import * as germanFiles from '../../src-engine/protocol/text/german/files.ts';
import { german } from '../../src-engine/protocol/text/german/index.ts';
import { nouns } from '../../src-engine/protocol/text/german/nouns.ts';
import { read, sources } from './said.ts';
import { tableFiles, tableWords } from './tables.ts';

/**
 * The command line speaks English alone: what only it says, failures included (`cli/failure.ts`), is in no catalogue.
 */
const inTheWindow = [...sources('src-renderer'), ...sources('src-main'), ...sources('src-engine')].filter(
  (file) => !file.startsWith('src-engine/cli/'),
);

const said = read(inTheWindow, tableFiles);
const english = new Set([...said.sentences, ...tableWords()]);
const gaps = (words: string): string[] => [...new Set(words.match(/\{\d+/g))].sort();

describe('German', () => {
  it('has every sentence', () => {
    expect([...english].filter((words) => !(words in german.sentences))).toEqual([]);
  });

  it('has no sentence that nobody says', () => {
    expect(Object.keys(german.sentences).filter((words) => !english.has(words))).toEqual([]);
  });

  it('fills the gaps that the English has', () => {
    const wrong = Object.entries(german.sentences).filter(([one, other]) => String(gaps(one)) !== String(gaps(other)));
    expect(wrong).toEqual([]);
  });

  it('has every noun, and no other', () => {
    expect(Object.keys(nouns).sort()).toEqual([...said.nouns].sort());
  });

  it('says a sentence in one of its files alone', () => {
    const keys = Object.values(germanFiles).flatMap((file) => Object.keys(file));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});

it('the window says nothing that is not in the catalogue', () => {
  expect(said.unsaid).toEqual([]);
});
