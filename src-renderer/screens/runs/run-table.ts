// The rows of a table of runs: what stands in each column, and how they are sorted. What is not known comes last,
// whichever way.

import type { ComparedRun, RunId } from '../../../src-engine/protocol/index.ts';
import { comparableGroups } from '../../../src-engine/protocol/comparison.ts';

export const runColumns = ['name', 'text', 'best', 'last', 'parameters', 'speed', 'steps', 'time', 'begun'] as const;
export type RunColumn = (typeof runColumns)[number];

export interface Sorting {
  readonly column: RunColumn;
  readonly descending: boolean;
}

const valueOf: Readonly<Record<RunColumn, (run: ComparedRun) => number | string | null>> = {
  name: ({ name }) => name,
  text: ({ corpusName }) => corpusName,
  best: ({ best }) => best,
  last: ({ loss }) => loss,
  parameters: ({ parameters }) => parameters,
  speed: ({ charactersPerSecond }) => charactersPerSecond,
  steps: ({ training, step }) => (training === null ? null : step),
  time: ({ training, seconds }) => (training === null ? null : seconds),
  begun: ({ createdAt }) => createdAt,
};

/** Losses of different kinds are not set in one order. */
function isLoss(column: RunColumn): boolean {
  return column === 'best' || column === 'last';
}

/** Sorted by a column, losses within each text and task; the newest first where it does not decide. */
export function sorted(runs: readonly ComparedRun[], sorting: Sorting): readonly ComparedRun[] {
  const groups = isLoss(sorting.column) ? comparableGroups(runs) : [runs];
  return groups.flatMap((group) => sortedTogether(group, sorting));
}

/** For each run the one with the lowest validation loss of those with which it compares, if any has been validated. */
export function bestOfEach(runs: readonly ComparedRun[]): ReadonlyMap<RunId, ComparedRun> {
  const groups = comparableGroups(runs).map((group) => sortedTogether(group, { column: 'best', descending: false }));
  return new Map(groups.flatMap((group) => group.map(({ id }) => [id, group[0] as ComparedRun])));
}

function sortedTogether(runs: readonly ComparedRun[], { column, descending }: Sorting): readonly ComparedRun[] {
  const of = valueOf[column];
  return [...runs].sort((one, other) => {
    const [a, b] = [of(one), of(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null) || other.id - one.id;
    const order =
      typeof a === 'string' || typeof b === 'string'
        ? String(a).localeCompare(String(b), undefined, { numeric: true })
        : a - b;
    return (descending ? -order : order) || other.id - one.id;
  });
}

/** What a click on a column's head leads to: the other way round, or the way in which one reads that column first. */
export function sortedAfter(before: Sorting, column: RunColumn): Sorting {
  if (before.column === column) return { column, descending: !before.descending };
  return { column, descending: column === 'parameters' || column === 'speed' || column === 'begun' };
}
