// How long a run is, and how its length has been changed: a pure function of the step, so that a run that goes back
// over the step at which it was extended, or is killed after it, takes the same course again. Its user extends a run;
// one that is to last a certain time also corrects its length by itself, and what it decided is kept in the same list.

import type { Length } from '../protocol/settings.ts';

/** At step `at` the run's length was changed from `from` to `to` steps. */
export interface Extension {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /**
   * Decided by the run itself, so that its time holds: the schedule bends to the new end instead of being stretched.
   */
  readonly keepsTime?: true | undefined;
  /**
   * Extended by time: the run ends when it has been at work for so many seconds, and `to` is only what that was
   * expected to be.
   */
  readonly until?: number | undefined;
}

/** The length that holds after `step` steps; `length` is what a run that was never extended has. */
export function lengthAt(step: number, length: number, extensions: readonly Extension[]): number {
  const last = extensions.findLast(({ at }) => at <= step);
  return last?.to ?? extensions[0]?.from ?? length;
}

/**
 * Seconds of work after which a run is to end, as it was decided at or before `step`; null where it is to take so many
 * steps.
 */
export function secondsAt(step: number, length: Length, extensions: readonly Extension[]): number | null {
  const chosen = extensions.findLast(({ at, keepsTime }) => at <= step && keepsTime !== true);
  if (chosen) return chosen.until ?? null;
  return length.kind === 'minutes' ? length.minutes * 60 : null;
}

/** Whether the run's user changed its length after exactly `step` steps. */
export function isExtendedAt(step: number, extensions: readonly Extension[]): boolean {
  return extensions.some(({ at, keepsTime }) => at === step && keepsTime !== true);
}

/** Changing the length again at the same step replaces what was decided there, and all that was decided beyond it. */
export function extend(extensions: readonly Extension[], change: Extension): readonly Extension[] {
  const earlier = extensions.filter(({ at }) => at < change.at);
  const same = extensions.find(({ at }) => at === change.at);
  return [...earlier, { ...change, from: same?.from ?? change.from }];
}

/** What stays of a run that went back to `step` and will go on differently: its own corrections beyond are void. */
export function withoutCorrections(extensions: readonly Extension[], step: number): readonly Extension[] {
  return extensions.filter(({ at, keepsTime }) => at <= step || keepsTime !== true);
}
