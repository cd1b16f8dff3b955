// One way to write each number.

import { describe, expect, it, onTestFinished } from 'vitest';
import { numberStyles } from '../../src-engine/protocol/choices.ts';
import * as format from '../../src-renderer/text/format.ts';
import { setNumberStyle } from '../../src-renderer/text/number-style.svelte.ts';
import { speakGerman } from './in-german.ts';

const narrow = '\u202f';

describe('numbers', () => {
  it('are written with the signs that were chosen', () => {
    onTestFinished(() => setNumberStyle('language'));
    const written = numberStyles.map((style) => {
      setNumberStyle(style);
      return [format.count(1_234_567), format.decimals(1234.5, 1), format.signed(-0.25)];
    });
    const asInEnglish = [`1${narrow}234${narrow}567`, `1${narrow}234.5`, '−0.250'];
    expect(written).toEqual([
      asInEnglish,
      asInEnglish,
      [`1${narrow}234${narrow}567`, `1${narrow}234,5`, '−0,250'],
      ['1,234,567', '1,234.5', '−0.250'],
      ['1.234.567', '1.234,5', '−0,250'],
    ]);
  });

  it('have a comma in German, unless something else was chosen', () => {
    speakGerman('language');
    expect(format.decimals(1234.5, 1)).toBe(`1${narrow}234,5`);
    expect(format.counted(2, 'step')).toBe('2 Schritte');
    setNumberStyle('comma-point');
    expect(format.decimals(1234.5, 1)).toBe('1,234.5');
  });
});

describe('counts', () => {
  it('are grouped with a narrow space', () => {
    expect(format.count(4310)).toBe(`4${narrow}310`);
    expect(format.count(1_189_402)).toBe(`1${narrow}189${narrow}402`);
    expect(format.count(999)).toBe('999');
  });

  it('agree with their noun', () => {
    expect(format.counted(1, 'symbol')).toBe('1 symbol');
    expect(format.counted(0, 'symbol')).toBe('0 symbols');
  });

  it('are shortened to three figures from ten thousand on', () => {
    expect(format.compact(9_999)).toBe(`9${narrow}999`);
    expect(format.compact(24_211)).toBe('24.2 k');
    expect(format.compact(999_499)).toBe('999 k');
    expect(format.compact(999_500)).toBe('1 M');
    expect(format.compact(1_189_402)).toBe('1.19 M');
  });
});

describe('losses', () => {
  it('stand in nats with three digits and in bits with two', () => {
    expect(format.nats(1.4123)).toBe('1.412');
    expect(format.bits(Math.LN2 * 2.04)).toBe('2.04');
    expect(format.toBits(Math.LN2)).toBe(1);
  });

  it('stand as a number of equal choices', () => {
    expect(format.choices(Math.log(4.2))).toBe('4.2');
    expect(format.choices(Math.log(85.04))).toBe('85.0');
    expect(format.choices(0)).toBe('1.0');
  });

  it('show the sign of a difference, with a true minus', () => {
    expect(format.signed(0.0441)).toBe('+0.044');
    expect(format.signed(-0.0121)).toBe('−0.012');
    expect(format.signed(0)).toBe('0.000');
  });
});

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [0.4, 'under 1 s'],
    [0.5, '1 s'],
    [45.2, '45 s'],
    [59.6, '1 min'],
    [80, '1 min 20 s'],
    [720, '12 min'],
    [3599, '1 h'],
    [7500, '2 h 5 min'],
    [86_399, '1 d'],
    [273_600, '3 d 4 h'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(format.duration(seconds)).toBe(words);
  });

  it('are not more exact than an estimate can be', () => {
    expect(format.roughly(0)).toBe('1 s');
    expect(format.roughly(78.4)).toBe('1 min 20 s');
    expect(format.roughly(137)).toBe('2 min 20 s');
    expect(format.roughly(643)).toBe('11 min');
  });
});

describe('learning rates', () => {
  it.each([
    [0, '0'],
    [0.006, '0.006'],
    [0.00213, '0.0021'],
    [0.0001, '0.0001'],
    [0.0000213, '2.1 × 10⁻⁵'],
    [1e-12, '1 × 10⁻¹²'],
  ])('%d is %s', (rate, words) => {
    expect(format.learningRate(rate)).toBe(words);
  });
});

describe('sizes and shares', () => {
  it('choose their unit', () => {
    expect(format.bytes(512)).toBe('512 bytes');
    expect(format.bytes(24_300_000)).toBe('24 MB');
    expect(format.bytes(999_600_000)).toBe('1 GB');
  });

  it('show small shares finely', () => {
    expect(format.percent(0.714)).toBe(`71${narrow}%`);
    expect(format.finePercent(0.0983)).toBe(`9.8${narrow}%`);
    expect(format.finePercent(0.0000042)).toBe(`0.00042${narrow}%`);
  });
});

describe('moments', () => {
  const now = new Date(2026, 10, 22, 20, 0).getTime();

  it('of today show the time, others the date', () => {
    expect(format.moment(new Date(2026, 10, 22, 4, 5).getTime(), now)).toBe('today, 04:05');
    expect(format.moment(new Date(2026, 10, 3, 14, 5).getTime(), now)).toBe('3 November 2026');
  });
});
