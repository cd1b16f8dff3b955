// How every number of the window is written: with the signs that the user has chosen, and one set of units.

import type { Language } from '../../src-engine/protocol/index.ts';
import { languageInUse } from './language.svelte.ts';
import { grouped, numbersInUse } from './number-style.svelte.ts';
import { say, spoken } from './say.ts';

const narrowSpace = '\u202f';

const whole = grouped({ maximumFractionDigits: 0 });
const oneDigit = grouped({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDigits = grouped({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const threeDigits = grouped({ minimumFractionDigits: 3, maximumFractionDigits: 3 });
const upToTwoFigures = grouped({ maximumSignificantDigits: 2 });
const upToThreeFigures = grouped({ maximumSignificantDigits: 3 });
const allFigures = grouped({ maximumSignificantDigits: 17 });
const upToSixFigures = grouped({ maximumSignificantDigits: 6 });

export function count(value: number): string {
  return whole(value);
}

/** '83 symbols', '1 symbol'. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return spoken({ count: value, one, many });
}

/** Large counts in three figures: '1.19 M', '24.6 k'; below ten thousand in full. */
export function compact(value: number): string {
  if (value < 1e4) return whole(value);
  const [unit, divisor] = value < 999_500 ? ['k', 1e3] : value < 999_500_000 ? ['M', 1e6] : ['G', 1e9];
  return `${upToThreeFigures(value / divisor)} ${unit}`;
}

/** Any setting, as short as it can be: '0.0021', '50', '12 000'. */
export function plain(value: number): string {
  return upToSixFigures(value);
}

/** A limit as it is, never rounded: '4 294 967 295'. */
export function exact(value: number): string {
  return allFigures(value);
}

export function nats(loss: number): string {
  return threeDigits(loss);
}

export function toBits(loss: number): number {
  return loss / Math.LN2;
}

export function bits(loss: number): string {
  return twoDigits(toBits(loss));
}

/** An entropy that is in bits already. */
export function entropyBits(entropy: number): string {
  return threeDigits(entropy);
}

/** How many equally likely symbols would be as hard to guess. */
export function choices(loss: number): string {
  const perplexity = Math.exp(loss);
  return perplexity < 99.95 ? oneDigit(perplexity) : compact(Math.round(perplexity));
}

/** With its sign, for a gap: '+0.044', '−0.012'. */
export function signed(value: number): string {
  return value > 0 ? `+${threeDigits(value)}` : threeDigits(value);
}

export function percent(share: number): string {
  return `${whole(share * 100)}${narrowSpace}%`;
}

export function finePercent(share: number): string {
  const value = share * 100;
  return `${value >= 10 ? whole(value) : value >= 0.1 ? oneDigit(value) : upToTwoFigures(value)}${narrowSpace}%`;
}

export function epoch(value: number): string {
  return oneDigit(value);
}

export function decimals(value: number, digits: 1 | 2 | 3): string {
  return digits === 1 ? oneDigit(value) : digits === 2 ? twoDigits(value) : threeDigits(value);
}

/** With exactly so many decimals: for axes, of which nobody knows beforehand how fine they will be. */
export function fixed(value: number, digits: number): string {
  return numbersInUse.decimal(value, digits, digits);
}

/** '0.0021'; below a ten-thousandth as a power of ten. */
export function learningRate(value: number): string {
  if (value === 0 || value >= 1e-4) return upToTwoFigures(value);
  const exponent = Math.floor(Math.log10(value));
  return `${upToTwoFigures(value / 10 ** exponent)} × 10${superscript(exponent)}`;
}

export function superscript(exponent: number): string {
  return [...String(exponent)].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)))).join('');
}

/** To two units at most: 'under 1 s', '45 s', '1 min 20 s', '2 h 5 min', '3 d 4 h'. */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds < 0.5) return say`under 1 s`;
  if (seconds < 59.5) return `${whole(Math.max(0, seconds))} s`;
  if (seconds < 599.5) return pair(Math.round(seconds), 60, 'min', 's');
  if (seconds < 3570) return `${whole(seconds / 60)} min`;
  if (seconds < 86_400 - 30) return pair(Math.round(seconds / 60), 60, 'h', 'min');
  return pair(Math.round(seconds / 3600), 24, 'd', 'h');
}

function pair(value: number, base: number, large: string, small: string): string {
  const rest = value % base;
  const head = `${whole(Math.floor(value / base))} ${large}`;
  return rest === 0 ? head : `${head} ${rest} ${small}`;
}

/** Estimates are not more exact than this: '20 s', '1 min 20 s', '12 min'. */
export function roughly(seconds: number): string {
  const grain = seconds < 10 ? 1 : seconds < 120 ? 5 : seconds < 600 ? 10 : 60;
  return duration(Math.max(1, Math.round(seconds / grain) * grain));
}

export function bytes(value: number): string {
  if (value < 1000) return counted(value, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let scaled = value / 1000;
  let unit = 0;
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${scaled < 10 ? upToTwoFigures(scaled) : whole(scaled)} ${units[unit] ?? ''}`;
}

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
/** The day before the month, as everywhere in Europe. */
const days: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }),
  de: new Intl.DateTimeFormat('de', { day: 'numeric', month: 'long', year: 'numeric' }),
};

/** 'today, 14:05', '3 November 2026'. */
export function moment(time: number, now: number): string {
  const then = new Date(time);
  if (then.toDateString() === new Date(now).toDateString()) return say`today, ${clock.format(then)}`;
  return days[languageInUse()].format(then);
}
