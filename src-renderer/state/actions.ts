// What the app can be told to do, wherever it is asked: in its menu, its palette, by its keys, or in the menus of the
// page.

import { actions } from '../../src-engine/protocol/choices.ts';
import type { Action, CorpusSummary, RunSummary } from '../../src-engine/protocol/index.ts';
import { actionWords, screenKeys } from '../../src-engine/protocol/words/actions.ts';
import { isPressed } from '../text/keys.ts';
import type { AppState } from './app-state.svelte.ts';
import { copyDiagnostics } from './diagnostics.ts';
import { chooseFiles, chooseFolder, openImport } from './import-actions.ts';
import { isDialogOpen, isForScreen } from './open-dialog.ts';
import { exportCorpus } from './library-actions.ts';
import { deleteItem, itemAt, renameItem, starItem } from './library-items.ts';
import type { LibraryItem } from './library-items.ts';
import { exportModel } from './model-actions.ts';
import { insideSections, useOf } from './route.ts';
import { addToQueue, branchOntoText, startNow, takeOutOfQueue } from './run-actions.ts';
import type { Deed, ScreenAction } from './screen-actions.svelte.ts';
import { say } from '../text/say.ts';
import { nameInSentence } from '../text/symbols.ts';

/** What is done, or why it cannot be done now. */
export function deedOf(app: AppState, action: Action): Deed {
  return deeds[action](app);
}

/** Does it, or says why it cannot be done. */
export function act(app: AppState, action: Action): void {
  const deed = deedOf(app, action);
  if (typeof deed === 'string') app.notices.show('info', () => deed);
  else deed();
}

/** All that can be done at the moment. A sheet or question that is open comes first; help lies over it, too. */
export function possibleActions(app: AppState): readonly Action[] {
  if (isDialogOpen()) return ['help'];
  return actions.filter((action) => typeof deedOf(app, action) !== 'string');
}

/** What was chosen in the application's menu, which may not have heard yet what is possible. */
export function actFromMenu(app: AppState, action: Action): void {
  if (!isDialogOpen() || possibleActions(app).includes(action)) act(app, action);
}

/** The keys that do it at the moment, as Electron writes them. */
export function keysOf(app: AppState, action: Action): string | undefined {
  const { keys, screenKeys: ofScreen } = actionWords[action];
  return keys ?? (app.screenActions.main === action ? screenKeys.main : ofScreen);
}

/** Does what the keys say. A sheet or question that is open comes first. */
export function followKeys(app: AppState, event: KeyboardEvent): void {
  if (!isForScreen(event)) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return pressMain(app, event);
  const action = actions.find((name) => {
    const { keys } = actionWords[name];
    return keys !== undefined && isPressed(keys, event, app.bridge.platform);
  });
  if (action === undefined) return;
  event.preventDefault();
  if (!event.repeat) act(app, action);
}

/** What the main button of the screen would do, where it can be pressed. */
function pressMain(app: AppState, event: KeyboardEvent): void {
  const { main } = app.screenActions;
  if (main === undefined) return;
  event.preventDefault();
  const deed = main && app.screenActions.deed(main);
  if (typeof deed === 'function') deed();
}

function noRun(): string {
  return say`There is no run yet. Train a model first, or import one.`;
}

function noDraft(): string {
  return say`Open New run or Branch first: a run begins there.`;
}

function noWriting(): string {
  return say`Open Write of a run first.`;
}

const deeds: Readonly<Record<Action, (app: AppState) => Deed>> = {
  'new-run': (app) => () => {
    const corpus = app.currentCorpus ?? app.library.corpora[0]?.id;
    app.go(corpus === undefined ? { kind: 'add-corpus' } : { kind: 'new-run', corpus, from: null });
  },
  import: (app) => () => void chooseFiles(app),
  'import-folder': (app) => () => void chooseFolder(app),
  'import-model': (app) => () => app.modelImport.open(),
  'start-run': (app) => onScreen(app, 'start-run', noDraft()),
  'queue-run': (app) => app.screenActions.deed('queue-run') ?? queueing(app),
  'unqueue-run': (app) => unqueueing(app),
  'continue-run': (app) => continuing(app),
  'pause-run': (app) => whileTraining(app, 'run.pause'),
  'stop-run': (app) => stopping(app),
  'extend-run': (app) => onScreen(app, 'extend-run', say`Open Train of a run first: it can be trained longer there.`),
  'write-text': (app) => onScreen(app, 'write-text', noWriting()),
  'write-on': (app) => onScreen(app, 'write-on', noWriting()),
  'write-again': (app) => onScreen(app, 'write-again', noWriting()),
  'stop-writing': (app) => onScreen(app, 'stop-writing', say`Nothing is being written.`),
  'edit-text': (app) => onScreen(app, 'edit-text', noWriting()),
  'copy-text': (app) => onScreen(app, 'copy-text', noWriting()),
  'take-back': (app) => app.screenActions.deed('take-back') ?? takingBack(app),
  train: (app) => withRun(app, (run) => app.go({ kind: 'train', run: run.id })),
  generate: (app) => withRun(app, (run) => app.go(useOf(run))),
  inside: (app) => withRun(app, (run) => app.go({ kind: 'inside', run: run.id, section: insideSections[0] })),
  'compare-runs': (app) => (app.library.runs.length === 0 ? noRun() : () => app.go({ kind: 'runs' })),
  'export-model': (app) => exporting(app),
  'duplicate-run': (app) => withText(app, (run) => app.go({ kind: 'new-run', corpus: run.corpus, from: run.id })),
  'branch-run': (app) => branching(app),
  'prepare-corpus': (app) => withCorpus(app, ({ id }) => void openImport(app, id)),
  'export-corpus': (app) => withCorpus(app, (corpus) => void exportCorpus(app, corpus)),
  rename: (app) => withItem(app, (item) => void renameItem(app, item)),
  star: (app) => starring(app),
  delete: (app) => withItem(app, (item) => void deleteItem(app, item)),
  'save-text': (app) => onScreen(app, 'save-text', say`Open a text or a sample first.`),
  print: (app) => onScreen(app, 'print', say`Open a text that a model has written; it can be printed.`),
  find: (app) => onScreen(app, 'find', say`Open a text or a sample first.`),
  'search-library': (app) => () => app.searchLibrary(),
  'show-library': (app) => () => app.toggleLibrary(),
  palette: (app) => () => app.palette.open(possibleActions(app)),
  settings: (app) => () => app.go({ kind: 'settings' }),
  storage: (app) => () => void app.storage.open(),
  'back-up': (app) => () => void app.storage.open().then(() => app.storage.backUp()),
  help: (app) => () => app.openHelp(),
  licences: (app) => () => app.openLicences(),
  'copy-diagnostics': (app) => () => void copyDiagnostics(app),
  'log-folder': (app) => () => app.bridge.act('log-folder'),
  'check-updates': (app) => () => app.bridge.act('check-updates'),
  about: (app) => () => app.bridge.act('about'),
};

function currentRun(app: AppState): RunSummary | undefined {
  return app.currentRun === null ? undefined : app.library.run(app.currentRun);
}

function withRun(app: AppState, use: (run: RunSummary) => void): Deed {
  const run = currentRun(app);
  return run === undefined ? noRun() : () => use(run);
}

function withText(app: AppState, use: (run: RunSummary) => void): Deed {
  const run = currentRun(app);
  if (run === undefined) return noRun();
  return app.library.hasText(run)
    ? () => use(run)
    : say`The text of ${nameInSentence(run.name)} is not in this library.`;
}

function withItem(app: AppState, use: (item: LibraryItem) => void): Deed {
  const item = itemAt(app, app.route);
  return item === null ? say`Open a run, a text or a sample first.` : () => use(item);
}

function withCorpus(app: AppState, use: (corpus: CorpusSummary) => void): Deed {
  const item = itemAt(app, app.route);
  return item?.kind === 'corpus' ? () => use(item.corpus) : say`Open a text of the library first.`;
}

function starring(app: AppState): Deed {
  const item = itemAt(app, app.route);
  return item === null || item.kind === 'corpus' ? say`Open a run or a sample first.` : () => void starItem(app, item);
}

function onScreen(app: AppState, action: ScreenAction, otherwise: string): Deed {
  return app.screenActions.deed(action) ?? otherwise;
}

function exporting(app: AppState): Deed {
  const run = currentRun(app);
  if (run === undefined) return say`There is no model to export yet. Train one first, or import one.`;
  return () => exportModel(app, run.id);
}

function branching(app: AppState): Deed {
  const run = currentRun(app);
  if (run === undefined) return noRun();
  if (run.best === null && run.step === 0)
    return say`${nameInSentence(run.name)} has no checkpoint to branch from yet.`;
  return () => branchOntoText(app, run.id);
}

/** Of the run that is open, else the newest. */
function queueing(app: AppState): Deed {
  const run = currentRun(app);
  if (run === undefined) return noRun();
  if (run.state === 'queued') return say`${nameInSentence(run.name)} is in the queue already.`;
  const cannot = whyNoTraining(app, run);
  if (cannot !== null) return cannot;
  if (!app.library.training) return say`Nothing is being trained: ${nameInSentence(run.name)} can go on at once.`;
  return () => void addToQueue(app, run.id);
}

function unqueueing(app: AppState): Deed {
  const run = currentRun(app);
  if (run === undefined) return noRun();
  if (run.state !== 'queued') return say`${nameInSentence(run.name)} is not in the queue.`;
  return () => void takeOutOfQueue(app, run.id);
}

/** Of one that waits or rests; null: it can be trained. */
function whyNoTraining(app: AppState, run: RunSummary): string | null {
  if (run.state === 'training') return say`${nameInSentence(run.name)} is being trained already.`;
  if (run.state === 'finished')
    return say`${nameInSentence(run.name)} is finished. Choose “Train longer…” on its screen.`;
  if (!app.library.hasText(run))
    return say`The text of ${nameInSentence(run.name)} is not in this library, so it cannot be trained.`;
  return null;
}

/** Of the run that is open, else the newest. */
function continuing(app: AppState): Deed {
  const run = currentRun(app);
  if (run === undefined) return noRun();
  const cannot = whyNoTraining(app, run);
  if (cannot !== null) return cannot;
  // The run that trains makes room.
  if (run.state === 'queued') return () => void startNow(app, run);
  const { training } = app.library;
  if (training)
    return say`${nameInSentence(training.name)} is being trained. Pause it first, or put ${nameInSentence(run.name)} into the queue.`;
  return () => void app.continueRun(run);
}

/** The run that is open, where it rests; else the one that trains. */
function stopping(app: AppState): Deed {
  const run = currentRun(app);
  if (run?.state !== 'paused') return whileTraining(app, 'run.stop');
  return () => void app.attempt(() => app.client.ask('run.stop', { run: run.id }));
}

function takingBack(app: AppState): Deed {
  return app.undo.last === null ? say`There is nothing to take back.` : () => void app.undo.takeBack();
}

function whileTraining(app: AppState, request: 'run.pause' | 'run.stop'): Deed {
  const { training } = app.library;
  if (training === undefined) return say`Nothing is being trained.`;
  return () => void app.attempt(() => app.client.ask(request, { run: training.id }));
}
