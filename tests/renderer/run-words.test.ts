// Sentences and short words about a run.

import { afterEach, describe, expect, it } from 'vitest';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { runMessages } from '../../src-engine/protocol/words/run-messages.ts';
import { freeName } from '../../src-engine/protocol/free-name.ts';
import { setLanguage } from '../../src-renderer/text/language.svelte.ts';
import {
  branchName,
  messageWords,
  modelName,
  nameOnText,
  ordinal,
  retentionSentence,
  stateLine,
  waitsFor,
} from '../../src-renderer/text/run-words.ts';
import type { RunFigures } from '../../src-renderer/text/run-words.ts';
import { defaultModel } from '../../src-engine/settings/defaults.ts';

const narrow = '\u202f';

const figures: RunFigures = {
  state: 'training',
  queuePlace: null,
  step: 4310,
  totalSteps: 6300,
  epoch: 8.2,
  seconds: 180,
  secondsLeft: 79,
  message: null,
};

it('names the text of a run once', () => {
  expect(nameOnText({ name: 'Sailor', corpusName: 'Shanty' })).toBe('Sailor on Shanty');
  expect(nameOnText({ name: 'Shanty, CIFG 1×12', corpusName: 'Shanty' })).toBe('Shanty, CIFG 1×12');
});

describe('the line of state', () => {
  it.each([
    [figures, 'Training · epoch 8.2 of 12.0 · about 1 min 20 s left'],
    [
      { ...figures, step: 0, totalSteps: null, epoch: 0, secondsLeft: null },
      'Training · epoch 0.0 · measuring the speed',
    ],
    [{ ...figures, state: 'queued', queuePlace: 2, step: 0 }, 'Queued, 2nd in line'],
    [{ ...figures, state: 'queued', queuePlace: 1 }, `Queued, 1st in line · step 4${narrow}310 · epoch 8.2 of 12.0`],
    [{ ...figures, state: 'paused' }, `Paused at step 4${narrow}310 · epoch 8.2 of 12.0`],
    [{ ...figures, state: 'stopped' }, `Stopped at step 4${narrow}310 · epoch 8.2 of 12.0`],
    [{ ...figures, state: 'interrupted' }, `Interrupted at step 4${narrow}310 · epoch 8.2 of 12.0`],
    [{ ...figures, state: 'finished', step: 1, epoch: 1 }, 'Finished · 1 step, 1.0 epoch in 3 min'],
    [
      { ...figures, state: 'failed', message: 'The loss exploded.' },
      `Failed at step 4${narrow}310 · The loss exploded.`,
    ],
  ] as const)('of %o', (run, line) => {
    expect(stateLine(run)).toBe(line);
  });
});

describe('what a run was kept with', () => {
  afterEach(() => setLanguage('en'));

  it('in English, is said in the language of the window', () => {
    const kept = inEnglish(runMessages.threadFailed('out of memory'));
    expect(messageWords(kept)).toBe('A training thread failed: out of memory');
    setLanguage('de');
    expect(messageWords(kept)).toBe('Ein Thread des Trainings ist gescheitert: out of memory');
    expect(stateLine({ ...figures, state: 'failed', message: kept })).toBe(
      `Gescheitert bei Schritt 4${narrow}310 · Ein Thread des Trainings ist gescheitert: out of memory`,
    );
    expect(messageWords(null)).toBe(null);
  });
});

describe('places', () => {
  it('have their endings', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 102].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '102nd',
    ]);
  });

  it('in the queue name what comes before', () => {
    expect(waitsFor({ training: undefined, queue: [1] })).toEqual([]);
    expect(waitsFor({ training: { name: 'GRU' }, queue: [] })).toEqual(['begins after GRU']);
    expect(waitsFor({ training: { name: 'GRU' }, queue: [1, 2] })).toEqual(['begins after GRU and 2 queued runs']);
  });
});

describe('what is kept', () => {
  it.each([
    [{ keepLast: 3, keepEvery: null }, 'the newest 3, and a dozen spread evenly over the run'],
    [{ keepLast: 1, keepEvery: 1 }, 'the newest one, and one every step'],
    [{ keepLast: 2, keepEvery: 500 }, 'the newest 2, and one every 500 steps'],
  ] as const)('%o', (retention, words) => {
    expect(retentionSentence(retention)).toBe(
      `Keeps the best by validation, ${words}; the others are deleted, now and as the run goes on.`,
    );
  });
});

describe('names', () => {
  it('of branches do not pile up', () => {
    expect(branchName('GRU 1×64')).toBe('GRU 1×64 branch');
    expect(branchName('GRU 1×64 branch')).toBe('GRU 1×64 branch');
  });

  it('of models say cell, layers and width', () => {
    expect(modelName({ ...defaultModel, cell: 'gru', layers: 2, hidden: 128 })).toBe('GRU 2×128');
  });

  it('are made different from those that are taken', () => {
    expect(freeName('LSTM 1×256', [])).toBe('LSTM 1×256');
    expect(freeName('LSTM 1×256', ['LSTM 1×256', 'LSTM 1×256 (2)'])).toBe('LSTM 1×256 (3)');
  });
});
