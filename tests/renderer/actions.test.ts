// What can be done with a run, said by the application's menu and by the menu of the run alike.

import { expect, it } from 'vitest';
import type { RunSummary } from '../../src-engine/protocol/index.ts';
import { deedOf } from '../../src-renderer/state/actions.ts';
import type { AppState } from '../../src-renderer/state/app-state.svelte.ts';
import { itemMenu } from '../../src-renderer/state/library-items.ts';
import { detailAt } from './runs.ts';

/** With a run on its own screen. */
function appWith(run: RunSummary): AppState {
  const library = { runs: [run], run: () => run, hasText: () => true };
  return { library, currentRun: run.id, route: { kind: 'train', run: run.id } } as unknown as AppState;
}

it.each([
  ['that writes', []],
  ['that tells labels apart', ['spam', 'ham']],
])('what the menu of a model %s offers is not refused in the menu of the application', (_, labels) => {
  const run = detailAt(100, { labels });
  const app = appWith(run);
  const offered = itemMenu(app, { kind: 'run', run }).flatMap(({ action }) => action ?? []);
  expect(offered).toEqual(['rename', 'generate', 'branch-run', 'duplicate-run', 'export-model', 'delete']);
  expect(offered.map((action) => deedOf(app, action))).toEqual(offered.map((): unknown => expect.any(Function)));
});
