// Ways into the import sheet from anywhere in the window.

import type { CorpusId, GrantedFile, Preparation } from '../../src-engine/protocol/index.ts';
import type { AppState } from './app-state.svelte.ts';
import { isInLibrary } from '../../src-engine/protocol/words/imports.ts';
import { isDialogOpen } from './open-dialog.ts';
import { addressOf } from './route.ts';
import { say, spoken } from '../text/say.ts';
import { nameInSentence } from '../text/symbols.ts';

/**
 * Opens the import sheet for an existing corpus, with `change` laid over how it was prepared: cleaning steps are added
 * to its own, or replace one of their kind. What comes of it is a new corpus; the old one and its runs stay.
 */
export async function openImport(app: AppState, corpus: CorpusId, change: Partial<Preparation> = {}): Promise<void> {
  if (mustWait(app)) return;
  const goOn = app.wayFromHere();
  const summary = app.library.corpus(corpus);
  const detail = await app.attempt(() => app.client.ask('corpus.show', { corpus }));
  if (!summary || !detail || mustWait(app)) return;
  const cleaning = change.cleaning ?? [];
  const kept = detail.preparation.cleaning.filter(({ kind }) => !cleaning.some((step) => step.kind === kind));
  const preparation = { ...detail.preparation, ...change, cleaning: [...kept, ...cleaning] };
  app.adding.mend({ corpus: summary, files: detail.files.length, preparation });
  goOn({ kind: 'add-corpus' });
}

/** Whether files may come now: a sheet or question that is open comes first, but that for models takes them. */
export function takesFiles(app: AppState): boolean {
  return app.modelImport.isOpen || !isDialogOpen();
}

/** For files that were chosen, dropped, or named in the menu: texts, or a model. They wait for the library to open. */
export function importFiles(app: AppState, files: readonly GrantedFile[]): void {
  app.onceOpened(() => importAtOnce(app, files));
}

function importAtOnce(app: AppState, files: readonly GrantedFile[]): void {
  const model = files.find(({ isModel }) => isModel);
  const { modelImport } = app;
  const [first] = files;
  // While a model waits for its vocabulary, that is what comes.
  if (first && files.length === 1 && modelImport.isOpen && modelImport.lacksVocabulary && isJson(first)) {
    return void modelImport.takeVocabulary(first);
  }
  if (!model) return importTexts(app, files);
  if (files.length > 1)
    app.notices.show(
      'warning',
      () =>
        say`Only ${nameInSentence(model.name)} is looked at. Bring in one model at a time, and texts by themselves.`,
    );
  if (modelImport.keeping)
    app.notices.show('warning', () => say`A model is being imported. Wait for it, or cancel it first.`);
  else void modelImport.take(model);
}

function isJson({ name }: GrantedFile): boolean {
  return name.toLowerCase().endsWith('.json');
}

function importTexts(app: AppState, files: readonly GrantedFile[]): void {
  const preparation = app.basics?.defaults.preparation;
  if (files.length === 0 || !preparation) return;
  if (mustWait(app)) return;
  if (!app.modelImport.keeping) app.modelImport.close();
  if (!isAdding(app)) app.adding.choose();
  app.adding.takeFiles(files, preparation);
  app.go({ kind: 'add-corpus' });
}

/** Whether what comes joins what is looked at, or is wanted: elsewhere nobody sees that. */
function isAdding({ route }: AppState): boolean {
  // Of several files that are opened one after the other the screen may still be on its way.
  return route.kind === 'add-corpus' || location.hash === addressOf({ kind: 'add-corpus' });
}

/** Whether a text is being imported, which is said: it stays in sight. */
function mustWait(app: AppState): boolean {
  const { importing = false } = app.adding.draft ?? {};
  if (importing) app.notices.show('warning', () => say`A text is being imported. Wait for it, or cancel it first.`);
  return importing;
}

export function importText(app: AppState, title: string, text: string): void {
  const preparation = app.basics?.defaults.preparation;
  if (preparation) app.adding.takeText(title, text, preparation);
}

export async function chooseFiles(app: AppState): Promise<void> {
  const files = await app.attempt(() => app.bridge.chooseTextFiles());
  if (files) importFiles(app, files);
}

export async function chooseFolder(app: AppState): Promise<void> {
  const folder = await app.attempt(() => app.bridge.chooseFolder());
  // Whatever else lies in it: here the user has asked for its texts.
  if (folder) importTexts(app, [folder]);
}

/** Imports what the sheet shows, and opens it if the user is still there. */
export async function keepDraft(app: AppState): Promise<void> {
  const known = new Set(app.library.corpora.map(({ id }) => id));
  const goOn = app.wayFromHere();
  const corpus = await app.adding.keepDraft();
  if (!corpus) return;
  const isOpen = goOn({ kind: 'corpus', corpus: corpus.id });
  // Of a text that was there before, the engine tells.
  if (!isOpen && !known.has(corpus.id)) app.notices.show('info', () => spoken(isInLibrary(corpus)));
}
