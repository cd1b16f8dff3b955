// How long a run is, and how its length has been changed: a pure function of the step, so that a run that goes back over the
// place where it was extended, or is killed after it, takes the same course again.

/** At step `at` the run's length was changed from `from` to `to` steps. */
export interface Extension {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** The length that holds after `step` steps; `length` is what a run that was never extended has. */
export function lengthAt(step: number, length: number, extensions: readonly Extension[]): number {
  const last = extensions.findLast(({ at }) => at <= step);
  return last?.to ?? extensions[0]?.from ?? length;
}

/** Extending again at the same place replaces what was decided there. */
export function extend(extensions: readonly Extension[], at: number, from: number, to: number): readonly Extension[] {
  const earlier = extensions.filter((extension) => extension.at < at);
  const same = extensions.find((extension) => extension.at === at);
  return [...earlier, { at, from: same?.from ?? from, to }];
}
