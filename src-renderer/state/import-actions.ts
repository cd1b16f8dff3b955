// Ways into the import sheet from anywhere in the window.

import type { CorpusId, GrantedFile, Preparation } from '../../src-engine/protocol/index.ts';
import type { Session } from './session.svelte.ts';

/**
 * Opens the import sheet for an existing corpus, with `change` laid over how it was prepared: cleaning steps are added to its
 * own, or replace one of their kind. What comes of it is a new corpus; the old one and its runs stay.
 */
export async function openImport(session: Session, corpus: CorpusId, change: Partial<Preparation> = {}): Promise<void> {
  const summary = session.shelf.corpus(corpus);
  const detail = await session.attempt(() => session.client.ask('corpus.show', { corpus }));
  if (!summary || !detail) return;
  const cleaning = change.cleaning ?? [];
  const kept = detail.preparation.cleaning.filter(({ kind }) => !cleaning.some((step) => step.kind === kind));
  const preparation = { ...detail.preparation, ...change, cleaning: [...kept, ...cleaning] };
  session.adding.mend({ corpus: summary, preparation });
  session.go({ kind: 'add-corpus' });
}

/** For files that were chosen, dropped, or named in the menu: texts, or a model. */
export function importFiles(session: Session, files: readonly GrantedFile[]): void {
  const model = files.find(({ isModel }) => isModel);
  const { modelImport } = session;
  const [first] = files;
  // While a model waits for its vocabulary, that is what comes.
  if (first && files.length === 1 && modelImport.isOpen && modelImport.lacksVocabulary && isJson(first)) {
    return void modelImport.takeVocabulary(first);
  }
  if (!model) return importTexts(session, files);
  if (files.length > 1)
    session.notices.show(
      'warning',
      `Only ${model.name} is looked at. Bring in one model at a time, and texts by themselves.`,
    );
  if (modelImport.keeping)
    session.notices.show('warning', 'A model is being imported. Wait for it, or cancel it first.');
  else void modelImport.take(model);
}

function isJson({ name }: GrantedFile): boolean {
  return name.toLowerCase().endsWith('.json');
}

function importTexts(session: Session, files: readonly GrantedFile[]): void {
  const preparation = session.basics?.defaults.preparation;
  if (files.length === 0 || !preparation) return;
  if (session.adding.draft?.importing) {
    session.notices.show('warning', 'A text is being imported. Wait for it, or cancel it first.');
    return;
  }
  if (!session.modelImport.keeping) session.modelImport.close();
  session.adding.takeFiles(files, preparation);
  session.go({ kind: 'add-corpus' });
}

export function importText(session: Session, title: string, text: string): void {
  const preparation = session.basics?.defaults.preparation;
  if (preparation) session.adding.takeText(title, text, preparation);
}

export async function chooseFiles(session: Session): Promise<void> {
  const files = await session.attempt(() => session.bridge.chooseTextFiles());
  if (files) importFiles(session, files);
}

export async function chooseFolder(session: Session): Promise<void> {
  const folder = await session.attempt(() => session.bridge.chooseFolder());
  // Whatever else lies in it: here the user has asked for its texts.
  if (folder) importTexts(session, [folder]);
}

/** Imports what the sheet shows, and opens it if the user is still there. */
export async function keepDraft(session: Session): Promise<void> {
  const known = new Set(session.shelf.corpora.map(({ id }) => id));
  const corpus = await session.adding.keepDraft();
  if (!corpus) return;
  if (known.has(corpus.id)) {
    session.notices.show('info', `Exactly this text is in your library already: ${corpus.name}.`);
  } else if (session.place.kind !== 'add-corpus') {
    session.notices.show('info', `${corpus.name} is in your library now.`);
  }
  if (session.place.kind === 'add-corpus') session.go({ kind: 'corpus', corpus: corpus.id });
}
