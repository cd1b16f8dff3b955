// Batch and sequence that fit a short text.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../src-engine/errors.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { checkAgainstCorpus, fitToCorpus } from '../../src-engine/settings/fit.ts';

const training = defaultTraining(2);

function refusal(act: () => unknown): CharloomError {
  try {
    act();
  } catch (error) {
    if (error instanceof CharloomError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('fitToCorpus', () => {
  it('leaves a text alone that is large enough', () => {
    expect(fitToCorpus(training, 1_000_000)).toEqual(training);
    expect(fitToCorpus(training, 5000)).toEqual(training);
  });

  it('fits every text of 17 characters or more, and never enlarges', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 17, max: 20_000 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 300 }),
        (characters, batch, sequence) => {
          const fitted = fitToCorpus({ ...training, batch, sequence }, characters);
          expect(() => checkAgainstCorpus(fitted, characters)).not.toThrow();
          expect(fitted.batch).toBeLessThanOrEqual(batch);
          expect(fitted.sequence).toBeLessThanOrEqual(sequence);
          expect(fitted.threads).toBeLessThanOrEqual(fitted.batch);
        },
      ),
    );
  });

  it('keeps what the user has chosen', () => {
    const fitted = fitToCorpus(training, 300, new Set(['batch', 'sequence', 'validation'] as const));
    expect(fitted).toEqual(training);
  });

  it('shrinks the batch before the sequence', () => {
    expect(fitToCorpus(training, 1500)).toMatchObject({ batch: 21, sequence: 64, validation: 0.1 });
    expect(fitToCorpus(training, 200)).toMatchObject({ batch: 4, sequence: 44, validation: 0.1 });
    expect(fitToCorpus(training, 17)).toMatchObject({ batch: 1, sequence: 16, validation: 0 });
  });
});

describe('checkAgainstCorpus', () => {
  it.each([
    [0.5, 0.5, 'Holding out 50 % for validation and 50 % for the test leaves no text to train on, however long it is.'],
    [0.5, 0.499, 'Holding out 50 % for validation and 49.9 % for the test leaves 6 of 5,800 characters to train on'],
    [0.5, 0, 'Holding out 50 % for validation leaves 2,900 of 5,800 characters to train on'],
    [0, 0.5, 'Holding out 50 % for the test leaves 2,900 of 5,800 characters to train on'],
  ])('names the shares %d and %d where they are the fault, and no longer text', (validation, test, sentence) => {
    const settings = { ...training, validation, test, batch: 50, sequence: 100 };
    const { message } = refusal(() => checkAgainstCorpus(settings, 5800));
    expect(message).toContain(sentence);
    expect(message).not.toContain('a text of');
  });

  it.each([1e-300, 5e-324])('asks for no text that nobody could get, where the share is %d', (share) => {
    for (const shares of [
      { validation: share, test: 0 },
      { validation: 0, test: share },
    ]) {
      const { message } = refusal(() => checkAgainstCorpus({ ...training, ...shares }, 10_000));
      expect(message).toMatch(/needed\. Hold out|needs [\d,]+\. Hold out/);
      expect(message).toMatch(/Hold out a larger share or none \(0\)\.$/);
    }
  });

  it('asks for a longer text with a length that is enough', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 3000 }),
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 0, max: 49 }),
        fc.integer({ min: 0, max: 49 }),
        (characters, batch, validation, test) => {
          const settings = { ...training, batch, validation: validation / 100, test: test / 100 };
          let length = characters;
          for (let tries = 0; ; tries++) {
            try {
              checkAgainstCorpus(settings, length);
              return;
            } catch (error) {
              const wanted = /a text of at least ([\d,]+) characters/.exec((error as Error).message)?.[1];
              // Shares that are too large are named instead.
              if (wanted === undefined) {
                expect((error as Error).message).toContain('Hold out less');
                return;
              }
              // Training, validation and test part may ask one after the other.
              expect(tries).toBeLessThan(3);
              expect(Number(wanted.replaceAll(',', ''))).toBeGreaterThan(length);
              length = Number(wanted.replaceAll(',', ''));
            }
          }
        },
      ),
    );
  });

  it('tells the numbers and a remedy that works', () => {
    const characters = 1000;
    const error = refusal(() => checkAgainstCorpus(training, characters));
    expect(error.code).toBe('corpus-too-small');
    expect(error.message).toBe(
      'The text has 1,000 characters, 900 of them for training, but a batch of 32 sequences of 64 characters needs 2,049. ' +
        'Use a batch of at most 14, a shorter sequence, or a text of at least 2,277 characters.',
    );
    expect(() => checkAgainstCorpus({ ...training, batch: 14 }, characters)).not.toThrow();
    expect(() => checkAgainstCorpus({ ...training, batch: 15 }, characters)).toThrow();
  });

  it('refuses a held-out part that is too short to validate on', () => {
    const error = refusal(() => checkAgainstCorpus({ ...training, batch: 1, sequence: 4, validation: 0.1 }, 11));
    expect(error.message).toContain('leaves 1 to validate on, and a batch of 1 needs 2');
  });

  it('refuses a test part that is too short to say anything', () => {
    const settings = { ...training, batch: 1, sequence: 4, validation: 0, test: 0.1 };
    const error = refusal(() => checkAgainstCorpus(settings, 19));
    expect(error.message).toContain('Holding out 10 % of 19 characters leaves 1 character for the test');
    expect(() => checkAgainstCorpus(settings, 20)).not.toThrow();
  });
});
