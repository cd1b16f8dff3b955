// How the runs of the library are put together in its list.

import type { RunState, RunSummary } from '../../src-engine/protocol/index.ts';
import { runStates } from '../../src-engine/protocol/choices.ts';
import { fit } from '../text/matching.ts';
import { say, spoken } from '../text/say.ts';

export const runGroupings = ['none', 'star', 'text', 'state'] as const;
export type RunGrouping = (typeof runGroupings)[number];

export interface RunGroup {
  /** Null: all runs are in one group, which needs no title. */
  readonly title: string | null;
  readonly key: string;
  readonly runs: readonly RunSummary[];
}

export const stateTitles: Readonly<Record<RunState, string>> = {
  queued: 'In the queue',
  training: 'In training',
  paused: 'Paused',
  finished: 'Finished',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  failed: 'Failed',
};

/** Those whose name, text or state has what somebody has typed. */
export function runsThatFit(runs: readonly RunSummary[], typed: string): readonly RunSummary[] {
  if (typed.trim() === '') return runs;
  return runs.filter(
    ({ name, corpusName, state }) =>
      fit(typed, `${name} ${corpusName} ${state} ${spoken(stateTitles[state])}`) !== null,
  );
}

/** Groups without runs are left out. The order inside a group stays. */
export function groupRuns(runs: readonly RunSummary[], grouping: RunGrouping): readonly RunGroup[] {
  switch (grouping) {
    case 'none':
      return runs.length === 0 ? [] : [{ title: null, key: 'all', runs }];
    case 'star': {
      const byStar = grouped(runs, ({ starred }) => starred);
      return [true, false].flatMap((starred) => {
        const group = byStar.get(starred);
        const title = starred ? say`With a star` : say`Without a star`;
        return group === undefined ? [] : [{ title, key: starred ? 'starred' : 'others', runs: group }];
      });
    }
    case 'state': {
      const byState = grouped(runs, ({ state }) => state);
      return runStates.flatMap((state) => {
        const group = byState.get(state);
        return group === undefined ? [] : [{ title: spoken(stateTitles[state]), key: state, runs: group }];
      });
    }
    case 'text':
      // That of the newest run first.
      return [...grouped(runs, ({ corpus }) => corpus)].map(([corpus, group]) => ({
        title: group[0]?.corpusName ?? '',
        key: String(corpus),
        runs: group,
      }));
  }
}

/** In the order in which the keys come first. */
function grouped<Key>(runs: readonly RunSummary[], keyOf: (run: RunSummary) => Key): ReadonlyMap<Key, RunSummary[]> {
  const groups = new Map<Key, RunSummary[]>();
  for (const run of runs) {
    const group = groups.get(keyOf(run));
    if (group) group.push(run);
    else groups.set(keyOf(run), [run]);
  }
  return groups;
}
