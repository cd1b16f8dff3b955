// What somebody types where a number is wanted, in the window and in an exported page: read as it stands, never changed in silence.

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

/** NaN where it is no number in decimal digits. */
export function readNumber(typed: string): number {
  const text = typed.trim().replace('−', '-');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
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
export function spanOf({ min, max, openMin, openMax }: NumberRange, exact: (limit: number) => string): string {
  if (openMin) return `above ${exact(min)}, ${openMax ? 'below' : 'at most'} ${exact(max)}`;
  return `${exact(min)} to ${openMax ? 'below ' : ''}${exact(max)}`;
}

/** What is wrong with it, in a sentence with the limits; null: nothing. @param exact writes a limit, never rounded */
export function complaintAbout(typed: string, range: NumberRange, exact: (limit: number) => string): string | null {
  const span = spanOf(range, exact);
  const limits = range.openMin ? `${span},` : `from ${span}`;
  const wanted = `${range.step === 'any' ? 'A number' : 'A whole number'} ${limits} is needed here`;
  if (typed.trim() === '') return `${wanted}.`;
  const value = readNumber(typed);
  if (Number.isNaN(value)) return `${wanted}, in digits${/^\s*\d+,\d+\s*$/.test(typed) ? ' and with a point' : ''}.`;
  return isWithin(value, range) ? null : `${wanted}.`;
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
