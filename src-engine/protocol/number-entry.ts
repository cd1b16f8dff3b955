// What somebody types where a number is wanted, in the window and in an exported page: read as it stands, never changed
// in silence.

import { sentence } from './text/sentences.ts';
import type { Sentence } from './text/sentences.ts';

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** 'any' takes fractions. */
  readonly step: number | 'any';
  /** Numbers come as near to the end as they like, and never reach it. */
  readonly openMin?: boolean;
  readonly openMax?: boolean;
}

/** Where an open range begins, for who steps into it. */
const nearest = 1e-9;

/** Between the thousands: spaces of every width, and apostrophes. */
const thousands = /(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))/gu;
/** Groups of three, two of them at least: a decimal sign stands once. */
const groupedByCommas = /^[+-]?\d{1,3}(,\d{3}){2,}(\.\d+)?$/u;
const groupedByPoints = /^[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?$/u;
/** One sign before three digits: a decimal sign here, a sign for thousands there. */
const oneGroup = /^[+-]?[1-9]\d{0,2}([.,])\d{3}$/u;

/** A number with either decimal sign and either minus. NaN where it is none in decimal digits, or may be two. */
export function readNumber(typed: string, decimalSign = decimalSignHere()): number {
  const text = inAscii(typed);
  if (meanings(typed, decimalSign) !== null) return Number.NaN;
  const plain = groupedByCommas.test(text)
    ? text.replaceAll(',', '')
    : groupedByPoints.test(text)
      ? text.replaceAll('.', '').replace(',', '.')
      : text.replace(/^([^,.]*),([^,.]*)$/u, '$1.$2');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/**
 * As it stands where it can be typed: without signs between its thousands, and never such that it may be two numbers.
 */
export function entryOf(value: number, decimalSign: string): string {
  const text = String(value).replace('.', decimalSign);
  return meanings(text, decimalSign) === null ? text : `${text}0`;
}

/**
 * The two numbers that it may be, both without a sign between digits: '1.000' is one or a thousand to who writes
 * decimals with a comma, and '1,000' to everybody. Null: there is no doubt.
 */
function meanings(typed: string, decimalSign: string): readonly [string, string] | null {
  const text = inAscii(typed);
  const [, sign] = oneGroup.exec(text) ?? [];
  if (sign === undefined || (sign === '.' && decimalSign === '.')) return null;
  const [whole = '', digits = ''] = text.split(sign);
  const fraction = digits.replace(/0+$/u, '');
  return [fraction === '' ? whole : `${whole}${decimalSign}${digits}0`, whole + digits];
}

function inAscii(typed: string): string {
  return typed.trim().replaceAll('−', '-').replace(thousands, '');
}

function decimalSignHere(): string {
  return new Intl.NumberFormat().formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
}

/** Without an exponent, as ARIA wants the numbers of its attributes: 1e-9 → '0.000000001'. */
export function inDigits(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
}

export function isWithin(value: number, { min, max, step, openMin = false, openMax = false }: NumberRange): boolean {
  if (step !== 'any' && !Number.isInteger(value)) return false;
  return (openMin ? value > min : value >= min) && (openMax ? value < max : value <= max);
}

/** Such as '1 to 4,096', '0 to below 1' or 'above 0, at most 1,000'. @param exact writes a limit, never rounded */
export function spanOf({ min, max, openMin, openMax }: NumberRange, exact: (limit: number) => string): Sentence {
  const [low, high] = [exact(min), exact(max)] as const;
  if (openMin) return openMax ? sentence`above ${low}, below ${high}` : sentence`above ${low}, at most ${high}`;
  return openMax ? sentence`${low} to below ${high}` : sentence`${low} to ${high}`;
}

/** What is wrong with it, in a sentence with the limits; null: nothing. @param exact writes a limit, never rounded */
export function complaintAbout(
  typed: string,
  range: NumberRange,
  exact: (limit: number) => string,
  decimalSign = decimalSignHere(),
): Sentence | null {
  const doubt = meanings(typed, decimalSign);
  if (doubt) return sentence`This may be ${doubt[0]} or ${doubt[1]}. Type the one that is meant.`;
  const wanted = wantedIn(range, exact);
  if (typed.trim() === '') return sentence`${wanted} is needed here.`;
  const value = readNumber(typed, decimalSign);
  if (Number.isNaN(value)) return sentence`${wanted} is needed here, in digits.`;
  return isWithin(value, range) ? null : sentence`${wanted} is needed here.`;
}

function wantedIn(range: NumberRange, exact: (limit: number) => string): Sentence {
  const span = spanOf(range, exact);
  if (range.step === 'any') return range.openMin ? sentence`A number ${span},` : sentence`A number from ${span}`;
  return range.openMin ? sentence`A whole number ${span},` : sentence`A whole number from ${span}`;
}

/** The number a step up (1) or down (−1) from there, within the range. */
export function stepped(value: number, by: 1 | -1, range: NumberRange): number {
  const { min, max, step, openMin = false, openMax = false } = range;
  if (!Number.isFinite(value)) return openMin ? min + nearest : min;
  const size = step === 'any' ? 10 ** Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9)) - 1) : step;
  const next = Number((value + by * size).toPrecision(12));
  // An open end is never reached: there the number stays as it is.
  if (isWithin(value, range) && ((openMin && next <= min) || (openMax && next >= max))) return value;
  return Math.min(max, Math.max(openMin ? min + nearest : min, next));
}
