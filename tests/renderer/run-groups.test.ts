// How the runs of the library are found and put together.

import { expect, it } from 'vitest';
import type { RunSummary } from '../../src-engine/protocol/index.ts';
import { groupRuns, runsThatFit } from '../../src-renderer/state/run-groups.ts';

const runs = [
  { id: 4, name: 'GRU 1×64', corpus: 2, corpusName: 'Verse', state: 'finished', starred: false },
  { id: 3, name: 'LSTM 2×128', corpus: 1, corpusName: 'Moby-Dick', state: 'training', starred: true },
  { id: 2, name: 'Ahab', corpus: 2, corpusName: 'Verse', state: 'paused', starred: false },
  { id: 1, name: 'First', corpus: 1, corpusName: 'Moby-Dick', state: 'finished', starred: true },
] as unknown as RunSummary[];

function shape(grouping: Parameters<typeof groupRuns>[1]) {
  return groupRuns(runs, grouping).map(({ title, runs: group }) => [title, group.map(({ id }) => id)]);
}

it('runs are in one group, by their stars, by their text, or by their state', () => {
  expect(shape('none')).toEqual([[null, [4, 3, 2, 1]]]);
  expect(shape('text')).toEqual([
    ['Verse', [4, 2]],
    ['Moby-Dick', [3, 1]],
  ]);
  expect(shape('star')).toEqual([
    ['With a star', [3, 1]],
    ['Without a star', [4, 2]],
  ]);
  expect(shape('state')).toEqual([
    ['In training', [3]],
    ['Paused', [2]],
    ['Finished', [4, 1]],
  ]);
  expect(groupRuns([], 'none')).toEqual([]);
});

it('runs are found by name, text and state', () => {
  const found = (typed: string) => runsThatFit(runs, typed).map(({ id }) => id);
  expect(found('')).toEqual([4, 3, 2, 1]);
  expect(found('moby')).toEqual([3, 1]);
  expect(found('finished verse')).toEqual([4]);
  expect(found('nobody')).toEqual([]);
});
