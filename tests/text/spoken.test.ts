// What the engine says, in the language and with the signs that the reader has chosen.

import { expect, it } from 'vitest';
import { advise } from '../../src-engine/corpus/doctor/advice.ts';
import { Examiner } from '../../src-engine/corpus/doctor/doctor.ts';
import { amount, inEnglish, sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { Sentence } from '../../src-engine/protocol/text/sentences.ts';
import { defaultPreparation } from '../../src-engine/settings/defaults.ts';
import { spoken } from '../../src-renderer/text/say.ts';
import { branchName } from '../../src-renderer/text/run-words.ts';
import { speakGerman } from '../renderer/in-german.ts';

/** Of a text of one long line and a short one. */
function adviceOnLines(): Sentence {
  const [long, short] = [30_000, 10_000];
  const ids = Uint16Array.from({ length: long + short }, (_, at) => (at >= long && at % 40 === 0 ? 0 : 1));
  const ends = ids.filter((id) => id === 0).length;
  const text = { symbols: ['\n', 'a'], counts: [ends, ids.length - ends], characters: ids.length };
  const examiner = new Examiner(text);
  examiner.push(ids);
  const circumstances = {
    preparation: defaultPreparation,
    isFromFile: true,
    isMadeByRules: false,
    isUtf8: true,
    parameters: 1,
  };
  const advice = advise(text, examiner.finish(), circumstances).find(({ code }) => code === 'one-line');
  if (!advice) throw new Error('Nothing is advised about the long line.');
  return advice.sentence;
}

it('advice on a text is said in German, its numbers with the chosen signs', () => {
  const advice = adviceOnLines();
  speakGerman();
  expect(spoken(advice)).toMatch(/^Eine Zeile von 30\.000 Zeichen ist 75\u202f% des Textes: /);
});

it('and in English as the command line says it, but for the signs', () => {
  const advice = adviceOnLines();
  expect(inEnglish(advice)).toMatch(/^One line of 30,000 characters is 75 % of the text: /);
  expect(spoken(advice)).toMatch(/^One line of 30\u202f000 characters is 75\u202f% of the text: /);
});

it.each([
  [1, 'eine Datei von 1 Schritt'],
  [3, 'eine Datei von 3 Schritten'],
  [1000, 'eine Datei von 1\u202f000 Schritten'],
])('%d in the German dative', (steps, said) => {
  speakGerman('language');
  expect(spoken(sentence`a file of ${amount(steps, 'step')}`)).toBe(said);
});

it('a name from right to left stands by itself in a sentence, and has no marks of it where it is kept', () => {
  const named = sentence`${'שיר'} is being trained already.`;
  expect(spoken(named)).toBe('\u2068שיר\u2069 is being trained already.');
  expect(spoken(sentence`“${named}” (${'Moby-Dick'})`)).toBe('“\u2068שיר\u2069 is being trained already.” (Moby-Dick)');
  expect(inEnglish(named)).toBe('שיר is being trained already.');
  expect(branchName('שיר')).toBe('שיר branch');
});

it('what an older version has kept in English stays', () => {
  speakGerman();
  expect(spoken('Cleaning has dropped 1 NUL character.')).toBe('Cleaning has dropped 1 NUL character.');
});
