// What is typed where a number is wanted.

import { describe, expect, it, onTestFinished } from 'vitest';
import { numberStyles } from '../../src-engine/protocol/choices.ts';
import { complaintAbout, inDigits, readNumber, stepped } from '../../src-engine/protocol/number-entry.ts';
import { largestSeed } from '../../src-engine/protocol/sampling-limits.ts';
import { exact } from '../../src-renderer/text/format.ts';
import { setNumberStyle } from '../../src-renderer/text/number-style.svelte.ts';
import { numberToType, typedComplaint, typedNumber } from '../../src-renderer/text/typed-numbers.ts';
import { told } from '../told.ts';
import { speakGerman } from './in-german.ts';

/** In English. */
function complaint(...typed: Parameters<typeof complaintAbout>): string {
  return told(complaintAbout(...typed));
}

const seed = { min: 0, max: largestSeed, step: 1 };
const rate = { min: 1e-9, max: 1000, step: 'any' } as const;

describe('a number that is typed', () => {
  it('is read as it stands, or not at all', () => {
    expect(readNumber(' 12 ')).toBe(12);
    expect(readNumber('−1.5')).toBe(-1.5);
    expect(readNumber('1e3')).toBe(1000);
    expect(readNumber('.5')).toBe(0.5);
    for (const odd of ['', '0x10', '1,5,2', '1 00', '12a', 'Infinity', '--1', '.', ',', '١٢'])
      expect(readNumber(odd), odd).toBeNaN();
  });

  it('may have either decimal sign, either minus, and spaces between thousands', () => {
    expect(readNumber('0,7')).toBe(0.7);
    expect(readNumber(',5')).toBe(0.5);
    expect(readNumber('-1,25')).toBe(-1.25);
    expect(readNumber('4\u202f294\u202f967\u202f295')).toBe(largestSeed);
    expect(readNumber("1'000")).toBe(1000);
    expect(readNumber('1,000,000')).toBe(1e6);
    expect(readNumber('1.000.000,5')).toBe(1_000_000.5);
    expect(readNumber('0.125', ',')).toBe(0.125);
  });

  it('is asked about where it may be two numbers', () => {
    const asked = (typed: string, sign: string) => complaint(typed, rate, exact, sign);
    expect(asked('1.000', ',')).toBe('This may be 1 or 1000. Type the one that is meant.');
    expect(asked('1,500', '.')).toBe('This may be 1.5000 or 1500. Type the one that is meant.');
    for (const [typed, sign] of [
      ['1.000', ','],
      ['12,345', '.'],
      ['12,345', ','],
    ] as const)
      expect(readNumber(typed, sign), typed).toBeNaN();
    expect(readNumber('1.000', '.')).toBe(1);
    // What is said can be typed.
    expect(readNumber('1.5000', ',')).toBe(1.5);
    expect(asked('1500', ',')).toBe('A number from 0.000000001 to 1\u202f000 is needed here.');
  });

  it('is complained about with the limits as they are', () => {
    const limits = 'A whole number from 0 to 4,294,967,295 is needed here';
    const written = (value: number): string => value.toLocaleString('en');
    for (const odd of ['4294967296', '-1', '1.5', '']) expect(complaint(odd, seed, written)).toBe(`${limits}.`);
    expect(complaint('0x10', seed, written)).toBe(`${limits}, in digits.`);
    expect(complaint('1,5', seed, written)).toBe(`${limits}.`);
    for (const right of ['0', '4294967295', ' 7 ']) expect(complaint(right, seed, written)).toBe('');
    expect(complaint('0', rate, exact)).toBe('A number from 0.000000001 to 1\u202f000 is needed here.');
    expect(exact(largestSeed)).toBe('4\u202f294\u202f967\u202f295');
  });

  it('may come as near to an open end as it likes, and never reaches it', () => {
    const above = { min: 0, max: 1000, step: 'any', openMin: true } as const;
    const below = { min: 0, max: 1, step: 'any', openMax: true } as const;
    expect(complaint('0', above, String)).toBe('A number above 0, at most 1000, is needed here.');
    expect(complaint('1', below, String)).toBe('A number from 0 to below 1 is needed here.');
    for (const right of ['1e-12', '1000']) expect(complaint(right, above, String)).toBe('');
    for (const right of ['0', '0.9999999']) expect(complaint(right, below, String)).toBe('');
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

describe('a number that is typed in the window', () => {
  it('is read with the decimal sign that the window writes', () => {
    expect(typedNumber('2.000')).toBe(2);
    speakGerman();
    expect(typedNumber('2.000')).toBeNaN();
    expect(typedComplaint('2.000', seed)).toBe('Das kann 2 oder 2000 sein. Geben Sie die gemeinte Zahl ein.');
    expect(typedComplaint('1.125', rate)).toBe('Das kann 1,1250 oder 1125 sein. Geben Sie die gemeinte Zahl ein.');
    expect(typedComplaint('1,1250', rate)).toBeNull();
    setNumberStyle('comma-point');
    expect(typedNumber('2.000')).toBe(2);
  });

  it('can be typed as a field writes it, whatever the signs', () => {
    onTestFinished(() => setNumberStyle('language'));
    for (const style of numberStyles) {
      setNumberStyle(style);
      for (const value of [2000, 0.002, 1.125, 123.456, -1.5, 1e-9, 1.5e-9, largestSeed])
        expect(typedNumber(numberToType(value)), `${style}: ${numberToType(value)}`).toBe(value);
    }
    setNumberStyle('point-comma');
    expect([0.002, 1.125, 2000].map(numberToType)).toEqual(['0,002', '1,1250', '2000']);
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
