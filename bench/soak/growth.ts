// What may grow in a long time of work, and by how much.

/**
 * Figures by what they count. Those in MB may grow by a twentieth and what V8 compiles meanwhile, all others by what
 * comes and goes.
 */
export type Figures = Readonly<Record<string, number>>;

export interface Soaked {
  /** What was done, in words. */
  readonly work: string;
  /** What was to be done and was not, in sentences. */
  readonly missed: readonly string[];
  readonly before: Figures;
  readonly after: Figures;
}

const share = 0.05;
/** MB: of a page of 8 it is more than the twentieth. */
const compiled = 1;
/** Of timers, files and listeners: some are open at any moment. */
const passing = 5;

export function objectionsTo(before: Figures, after: Figures): readonly string[] {
  return Object.entries(after).flatMap(([what, value]) => {
    const max = what.endsWith('MB') ? before[what] * (1 + share) + compiled : before[what] * (1 + share) + passing;
    return value <= max ? [] : [`${what} has grown from ${before[what]} to ${value}.`];
  });
}

/** In steps of 0.1 MB. */
export function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}
