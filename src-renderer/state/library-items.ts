// A text, a run or a sample of the library, and what can be done with it wherever it stands: in the list, or open on a
// screen.

import type { CorpusSummary, RunSummary, SampleSummary } from '../../src-engine/protocol/index.ts';
import { excerpt } from '../text/symbols.ts';
import type { AppState } from './app-state.svelte.ts';
import { openImport } from './import-actions.ts';
import {
  deleteCorpus,
  deleteRun,
  exportCorpus,
  pruneSample,
  renameCorpus,
  renameRun,
  renameSample,
  starRun,
  starSample,
} from './library-actions.ts';
import type { MenuItem } from './menu-item.ts';
import { exportModel } from './model-actions.ts';
import type { Route } from './route.ts';
import { useOf } from './route.ts';
import { branchOntoText } from './run-actions.ts';
import { saveText } from './text-actions.ts';
import { say } from '../text/say.ts';

export type LibraryItem =
  | { readonly kind: 'corpus'; readonly corpus: CorpusSummary }
  | { readonly kind: 'run'; readonly run: RunSummary }
  | { readonly kind: 'sample'; readonly sample: SampleSummary };

/** What is open on that screen; null: nothing of the library. */
export function itemAt({ library }: AppState, route: Route): LibraryItem | null {
  if (route.kind === 'generate' && route.sample !== null) {
    const sample = library.samples.find(({ id }) => id === route.sample);
    if (sample) return { kind: 'sample', sample };
  }
  const run = 'run' in route ? library.run(route.run) : undefined;
  if (run) return { kind: 'run', run };
  const corpus = 'corpus' in route ? library.corpus(route.corpus) : undefined;
  return corpus ? { kind: 'corpus', corpus } : null;
}

export function nameOf(item: LibraryItem): string {
  switch (item.kind) {
    case 'corpus':
      return item.corpus.name;
    case 'run':
      return item.run.name;
    case 'sample':
      return item.sample.name ?? (excerpt(item.sample.excerpt, 60) || say`Empty`);
  }
}

export function routeOf(item: LibraryItem): Route {
  switch (item.kind) {
    case 'corpus':
      return { kind: 'corpus', corpus: item.corpus.id };
    case 'run':
      return { kind: 'train', run: item.run.id };
    case 'sample':
      return { kind: 'generate', run: item.sample.run, sample: item.sample.id, step: null };
  }
}

/** Asks for the new name. */
export async function renameItem(app: AppState, item: LibraryItem): Promise<void> {
  const name = await app.renaming.ask(nameOf(item), item.kind === 'sample');
  if (name === null) return;
  if (item.kind === 'corpus') await renameCorpus(app, item.corpus, name);
  else if (item.kind === 'run') await renameRun(app, item.run, name);
  else await renameSample(app, item.sample, name);
}

export async function deleteItem(app: AppState, item: LibraryItem): Promise<void> {
  if (item.kind === 'corpus') await deleteCorpus(app, item.corpus);
  else if (item.kind === 'run') await deleteRun(app, item.run);
  else await pruneSample(app, item.sample.id);
}

/** Or takes the star away. */
export async function starItem(app: AppState, item: Exclude<LibraryItem, { kind: 'corpus' }>): Promise<void> {
  if (item.kind === 'run') await starRun(app, item.run);
  else await starSample(app, item.sample);
}

/** All that the menu of an item offers. */
export function itemMenu(app: AppState, item: LibraryItem): readonly MenuItem[] {
  const own =
    item.kind === 'corpus'
      ? corpusMenu(app, item.corpus)
      : item.kind === 'run'
        ? runMenu(app, item.run)
        : sampleMenu(app, item.sample);
  return [
    { label: say`Rename…`, run: () => void renameItem(app, item), action: 'rename' },
    ...own,
    { label: say`Delete…`, run: () => void deleteItem(app, item), action: 'delete', danger: true },
  ];
}

function corpusMenu(app: AppState, corpus: CorpusSummary): readonly MenuItem[] {
  return [
    { label: say`New run`, run: () => app.go({ kind: 'new-run', corpus: corpus.id, from: null }), action: 'new-run' },
    { label: say`Prepare it differently…`, run: () => void openImport(app, corpus.id) },
    { label: say`Export as text…`, run: () => void exportCorpus(app, corpus) },
  ];
}

function runMenu(app: AppState, run: RunSummary): readonly MenuItem[] {
  const hasText = app.library.hasText(run);
  const writes = run.labels.length === 0;
  const copy = { kind: 'new-run', corpus: run.corpus, from: run.id } as const;
  return [
    { label: writes ? say`Write` : say`Classify`, run: () => app.go(useOf(run)), action: 'generate' },
    { label: starLabel(run), run: () => void starRun(app, run) },
    ...(run.step > 0
      ? [
          {
            label: hasText ? say`Branch…` : say`Branch onto a text…`,
            run: () => branchOntoText(app, run.id),
            action: 'branch-run',
          } as const,
        ]
      : []),
    ...(hasText ? [{ label: say`Edit as new run`, run: () => app.go(copy), action: 'duplicate-run' } as const] : []),
    { label: say`Export the model…`, run: () => exportModel(app, run.id), action: 'export-model' },
  ];
}

function sampleMenu(app: AppState, sample: SampleSummary): readonly MenuItem[] {
  return [
    { label: starLabel(sample), run: () => void starSample(app, sample) },
    { label: say`Save the text…`, run: () => void saveSample(app, sample), action: 'save-text' },
  ];
}

function starLabel({ starred }: RunSummary | SampleSummary): string {
  return starred ? say`Remove the star` : say`Star`;
}

/** Prompt and text, as they stand on the page. */
async function saveSample(app: AppState, sample: SampleSummary): Promise<void> {
  const kept = await app.attempt(() => app.client.ask('sample.show', { sample: sample.id }));
  if (kept) await saveText(app, nameOf({ kind: 'sample', sample }), kept.prompt + kept.text);
}
