// What can be done with a run, said by the application's menu and by the menu of the run alike.

import { expect, it } from 'vitest';
import type { Action, RunSummary } from '../../src-engine/protocol/index.ts';
import { deedOf, keysOf } from '../../src-renderer/state/actions.ts';
import type { AppState } from '../../src-renderer/state/app-state.svelte.ts';
import { itemMenu } from '../../src-renderer/state/library-items.ts';
import { Notices } from '../../src-renderer/state/notices.svelte.ts';
import { ScreenActions } from '../../src-renderer/state/screen-actions.svelte.ts';
import { UndoStack } from '../../src-renderer/state/undo.svelte.ts';
import { detailAt } from './runs.ts';

/** With a run on its own screen. */
function appWith(run: RunSummary, training?: RunSummary): AppState {
  const library = { runs: [run], queue: [], run: () => run, hasText: () => true, training };
  const asked: unknown[] = [];
  const client = {
    ask: (name: string, body: object) => {
      asked.push({ name, ...body });
      return Promise.resolve(run);
    },
  };
  const parts = {
    library,
    client,
    asked,
    currentRun: run.id,
    route: { kind: 'train', run: run.id },
    screenActions: new ScreenActions(),
    undo: new UndoStack(new Notices()),
    notices: new Notices(),
    attempt: (work: () => unknown) => work(),
  };
  return parts as unknown as AppState;
}

/** What the engine is asked where that is done; or why it cannot be done. */
async function doing(app: AppState, action: Action): Promise<unknown> {
  const deed = deedOf(app, action);
  if (typeof deed === 'string') return deed;
  deed();
  await Promise.resolve();
  return (app as unknown as { readonly asked: readonly unknown[] }).asked[0];
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

it('the run that is open is stopped where it rests, and leaves the queue or enters it', async () => {
  const other = detailAt(5, { name: 'Other' });
  const paused = detailAt(100, { state: 'paused' });
  const queued = detailAt(0, { state: 'queued', queuePlace: 1 });
  expect(await doing(appWith(paused), 'stop-run')).toEqual({ name: 'run.stop', run: paused.id });
  expect(await doing(appWith(queued), 'stop-run')).toBe('Nothing is being trained.');
  expect(await doing(appWith(paused), 'queue-run')).toBe('Nothing is being trained: LSTM 1×256 can go on at once.');
  expect(await doing(appWith(paused, other), 'queue-run')).toMatchObject({ name: 'run.queue', run: paused.id });
  expect(await doing(appWith(queued, other), 'queue-run')).toBe('LSTM 1×256 is in the queue already.');
  expect(await doing(appWith(queued), 'unqueue-run')).toMatchObject({ name: 'run.queue', place: null });
  expect(await doing(appWith(paused), 'unqueue-run')).toBe('LSTM 1×256 is not in the queue.');
  expect(await doing(appWith(queued, other), 'continue-run')).toEqual({ name: 'run.pause', run: other.id });
});

it('what a screen alone can do has a reason elsewhere, and there the keys of its main button', () => {
  const app = appWith(detailAt(100));
  expect(deedOf(app, 'start-run')).toBe('Open New run or Branch first: a run begins there.');
  expect(deedOf(app, 'stop-writing')).toBe('Nothing is being written.');
  expect(keysOf(app, 'start-run')).toBeUndefined();
  const leave = app.screenActions.offer({ 'start-run': () => () => {}, main: () => 'start-run' });
  expect(deedOf(app, 'start-run')).toEqual(expect.any(Function));
  expect(keysOf(app, 'start-run')).toBe('CmdOrCtrl+Enter');
  expect(keysOf(app, 'stop-writing')).toBe('Esc');
  expect(keysOf(app, 'settings')).toBe('CmdOrCtrl+,');
  leave();
  expect(keysOf(app, 'start-run')).toBeUndefined();
});

it('the last change is taken back where there is one', () => {
  const app = appWith(detailAt(100));
  expect(deedOf(app, 'take-back')).toBe('There is nothing to take back.');
  app.undo.offer(
    () => 'Renamed.',
    () => {},
  );
  expect(deedOf(app, 'take-back')).toEqual(expect.any(Function));
});
