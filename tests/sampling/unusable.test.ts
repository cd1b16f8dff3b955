// Biases, bans and stop strings that a model can do nothing with.

import { describe, expect, it } from 'vitest';
import type { SamplingStage } from '../../src-engine/protocol/index.ts';
import { refuseNonsense, unusableParts } from '../../src-engine/sampling/unusable.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';

const bias = (...symbols: string[]): SamplingStage => ({
  kind: 'bias',
  biases: symbols.map((symbol) => ({ symbol, bias: 1 })),
});
const ban = (strings: string[], ignoreCase = true): SamplingStage => ({ kind: 'ban', strings, ignoreCase });

describe('nonsense', () => {
  it('is refused: nothing to stop at, nothing to ban, more than one symbol', () => {
    const wrong: readonly (readonly [stages: SamplingStage[], stops: string[], sentence: RegExp])[] = [
      [[], ['a', ''], /A stop string is empty/],
      [[ban(['a', ''])], [], /One of the bans is empty/],
      [[bias('a', 'bc')], [], /"bc" has 2/],
      [[bias('')], [], /"" has 0/],
      [[bias('e\u0301')], [], /has 2/],
    ];
    for (const [stages, stops, sentence] of wrong) {
      expect(() => refuseNonsense({ stages, stops }, 'codepoint')).toThrow(sentence);
    }
    expect(() =>
      refuseNonsense({ stages: [bias('e\u0301', '👨‍👩‍👧'), ban(['\n'])], stops: ['\t'] }, 'grapheme'),
    ).not.toThrow();
  });
});

describe('what the model lacks', () => {
  const symbols = ['a', 'b', 'É', '\n', 'e\u0301'];
  const named = (stages: SamplingStage[], stops: string[] = []): string[] =>
    unusableParts({ stages, stops }, { symbols }).map(({ about, sentence }) => `${about}: ${inEnglish(sentence)}`);

  it('is named, and nothing else', () => {
    expect(named([bias('a', '\n', 'e\u0301')], ['ab', '\n'])).toEqual([]);
    expect(named([bias('a', '€')])).toEqual(['bias: The model does not have "€", so a bias for it has no effect.']);
    expect(named([], ['ax', 'b'])).toEqual(['stop: The model cannot write "ax", so no text can end after it.']);
    expect(named([ban(['é', 'AB', 'zoo'])])).toEqual([
      'ban: The model cannot write "zoo" anyway: it lacks symbols for it.',
    ]);
    expect(named([ban(['AB'], false)])).toEqual(['ban: The model cannot write "AB" anyway: it lacks symbols for it.']);
  });

  it('is what the ban itself lacks: it reads letters of either case alike, one by one', () => {
    const greek = ['ο', 'δ', 'σ', 'i', '\u0307'];
    expect(unusableParts({ stages: [ban(['ΟΔΟΣ', 'οδος', 'İ'])] }, { symbols: greek })).toEqual([]);
    expect(unusableParts({ stages: [ban(['ΟΔΟΣ'], false)] }, { symbols: greek })).toHaveLength(1);
  });

  it('is named in a short sentence, however much it is', () => {
    const many = Array.from({ length: 90 }, (_, n) => `${'z'.repeat(200)}${n}`);
    const [sentence] = named([ban(many)]);
    expect(sentence).toMatch(/and 84 more/);
    expect(sentence.length).toBeLessThan(300);
  });
});
