// What somebody types where a number is wanted, in the window and in an exported page: read as it stands, never changed in silence.

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** 'any' takes fractions. */
  readonly step: number | 'any';
}

/** NaN where it is no number in decimal digits. */
export function readNumber(typed: string): number {
  const text = typed.trim().replace('−', '-');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

/** Without an exponent, as ARIA wants the numbers of its attributes: 1e-9 → '0.000000001'. */
export function inDigits(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
}

/** What is wrong with it, in a sentence with the limits; null: nothing. @param exact writes a limit, never rounded */
export function complaintAbout(
  typed: string,
  { min, max, step }: NumberRange,
  exact: (limit: number) => string,
): string | null {
  const wanted = `${step === 'any' ? 'A number' : 'A whole number'} from ${exact(min)} to ${exact(max)} is needed here`;
  if (typed.trim() === '') return `${wanted}.`;
  const value = readNumber(typed);
  if (Number.isNaN(value)) return `${wanted}, in digits${/^\s*\d+,\d+\s*$/.test(typed) ? ' and with a point' : ''}.`;
  const fits = value >= min && value <= max && (step === 'any' || Number.isInteger(value));
  return fits ? null : `${wanted}.`;
}

/** The number a step up (1) or down (−1) from there, within the range. */
export function stepped(value: number, by: 1 | -1, { min, max, step }: NumberRange): number {
  if (!Number.isFinite(value)) return min;
  const size = step === 'any' ? 10 ** Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9)) - 1) : step;
  const next = Number((value + by * size).toPrecision(12));
  return Math.min(max, Math.max(min, next));
}
