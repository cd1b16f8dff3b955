// What is typed where a number is wanted, and how much of a long prompt is in its field.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complaintAbout, inDigits, readNumber, stepped } from '../../src-engine/protocol/number-entry.ts';
import { largestSeed } from '../../src-engine/protocol/sampling-limits.ts';
import { exact } from '../../src-renderer/text/format.ts';
import { hiddenIn, isTooMuch } from '../../src-renderer/text/long-prompt.ts';

const seed = { min: 0, max: largestSeed, step: 1 };
const rate = { min: 1e-9, max: 1000, step: 'any' } as const;

describe('a number that is typed', () => {
  it('is read as it stands, or not at all', () => {
    expect(readNumber(' 12 ')).toBe(12);
    expect(readNumber('−1.5')).toBe(-1.5);
    expect(readNumber('1e3')).toBe(1000);
    expect(readNumber('.5')).toBe(0.5);
    for (const odd of ['', '0x10', '1,5', '1 000', '12a', 'Infinity', '--1', '.'])
      expect(readNumber(odd), odd).toBeNaN();
  });

  it('is complained about with the limits as they are', () => {
    const limits = 'A whole number from 0 to 4,294,967,295 is needed here';
    const written = (value: number): string => value.toLocaleString('en');
    for (const odd of ['4294967296', '-1', '1.5', '']) expect(complaintAbout(odd, seed, written)).toBe(`${limits}.`);
    expect(complaintAbout('0x10', seed, written)).toBe(`${limits}, in digits.`);
    expect(complaintAbout('1,5', seed, written)).toBe(`${limits}, in digits and with a point.`);
    for (const right of ['0', '4294967295', ' 7 ']) expect(complaintAbout(right, seed, written)).toBeNull();
    expect(complaintAbout('0', rate, exact)).toBe('A number from 0.000000001 to 1\u202f000 is needed here.');
    expect(exact(largestSeed)).toBe('4\u202f294\u202f967\u202f295');
  });

  it('may come as near to an open end as it likes, and never reaches it', () => {
    const above = { min: 0, max: 1000, step: 'any', openMin: true } as const;
    const below = { min: 0, max: 1, step: 'any', openMax: true } as const;
    expect(complaintAbout('0', above, String)).toBe('A number above 0, at most 1000, is needed here.');
    expect(complaintAbout('1', below, String)).toBe('A number from 0 to below 1 is needed here.');
    for (const right of ['1e-12', '1000']) expect(complaintAbout(right, above, String)).toBeNull();
    for (const right of ['0', '0.9999999']) expect(complaintAbout(right, below, String)).toBeNull();
    expect(stepped(0.99, 1, below)).toBe(0.99);
    for (const value of [Number.NaN, -1, 1e-10]) expect(stepped(value, -1, above)).toBeGreaterThan(0);
  });

  it('is stepped within its range', () => {
    expect(stepped(5, 1, seed)).toBe(6);
    expect(stepped(0, -1, seed)).toBe(0);
    expect(stepped(largestSeed, 1, seed)).toBe(largestSeed);
    expect(stepped(Number.NaN, 1, seed)).toBe(0);
    expect(stepped(0.007, 1, rate)).toBe(0.0071);
  });
});

describe('a long prompt', () => {
  it('is in the field up to a length, and else with its end, which stays where it is while it is edited', () => {
    expect(hiddenIn('a'.repeat(20_000), 0)).toBe(0);
    const long = 'a'.repeat(1_000_000);
    const hidden = hiddenIn(long, 0);
    expect(hidden).toBe(995_000);
    expect(hiddenIn(`${long}b`, hidden)).toBe(hidden);
    expect(hiddenIn(long.slice(0, -4_000), hidden)).toBe(hidden);
    expect(hiddenIn('short', hidden)).toBe(0);
    expect(isTooMuch(0, 1_000_000)).toBe(true);
    expect(isTooMuch(5_000, 1)).toBe(false);
  });

  it('is never cut between two surrogates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20_001, max: 20_100 }), (length) => {
        const text = `${'x'.repeat(length % 2)}${'😀'.repeat(length)}`;
        expect(text.slice(hiddenIn(text, 0)).isWellFormed()).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

it('a number for who hears it has no exponent', () => {
  expect([1e-9, 1e-20, 0.1, 1000, 1e9, -3].map(inDigits)).toEqual([
    '0.000000001',
    '0.00000000000000000001',
    '0.1',
    '1000',
    '1000000000',
    '-3',
  ]);
});
