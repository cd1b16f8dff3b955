// How the library's lists change: page and engine put changes together in the same way, so that nobody has to ask for a
// list again.

import type { CatalogueEntry, CorpusSummary } from './corpora.ts';
import type { CheckpointId, CorpusId, RunId, SampleId } from './ids.ts';
import type { CheckpointSummary, RunSummary } from './runs.ts';
import type { SampleSummary } from './samples.ts';

/** Of all samples, so many of the newest are listed. */
export const listedSamples = 100;

/** The library's lists: corpora by their ids, runs and samples with the newest first. */
export interface LibraryLists {
  readonly corpora: readonly CorpusSummary[];
  readonly catalogue: readonly CatalogueEntry[];
  readonly runs: readonly RunSummary[];
  readonly samples: readonly SampleSummary[];
}

/** Rows as they are now, and ids of what is gone. */
export interface ListChanges<Row extends { readonly id: number }> {
  readonly rows: readonly Row[];
  readonly gone: readonly Row['id'][];
}

/** What has changed; a list that is left out is as it was. With a run, the samples that it wrote are gone too. */
export interface LibraryChanges {
  readonly corpora?: ListChanges<CorpusSummary>;
  readonly runs?: ListChanges<RunSummary>;
  readonly samples?: ListChanges<SampleSummary>;
}

/** What became of a run's checkpoints, as retention or its user wanted. */
export interface CheckpointChanges {
  readonly gone: readonly CheckpointId[];
  /** The best that is there now. */
  readonly best: CheckpointId | null;
}

/** The lists after a change. Applied twice, it changes nothing more. */
export function withChanges<Lists extends LibraryLists>(lists: Lists, changes: LibraryChanges): Lists {
  const corpora = changed(lists.corpora, changes.corpora).sort((one, other) => one.id - other.id);
  const runs = changed(lists.runs, changes.runs).sort(newestFirst);
  const goneRuns = new Set<RunId>(changes.runs?.gone);
  const samples = changed(lists.samples, changes.samples).filter(({ run }) => !goneRuns.has(run));
  return {
    ...lists,
    // What has not changed stays the same array: whoever watches a list hears of its own changes alone.
    ...(changes.corpora && { corpora, catalogue: lists.catalogue.map((entry) => linked(entry, corpora)) }),
    ...(changes.runs && { runs }),
    ...((changes.samples || goneRuns.size > 0) && { samples: samples.sort(newestFirst).slice(0, listedSamples) }),
  };
}

/** One change in place of two that follow one another. */
export function mergeChanges(earlier: LibraryChanges, later: LibraryChanges): LibraryChanges {
  const corpora = merged(earlier.corpora, later.corpora);
  const runs = merged(earlier.runs, later.runs);
  const samples = merged(earlier.samples, later.samples);
  return { ...(corpora && { corpora }), ...(runs && { runs }), ...(samples && { samples }) };
}

/** A run's checkpoints after a change. */
export function withCheckpoints(
  checkpoints: readonly CheckpointSummary[],
  { gone, best }: CheckpointChanges,
): readonly CheckpointSummary[] {
  return checkpoints.filter(({ id }) => !gone.includes(id)).map((one) => ({ ...one, best: one.id === best }));
}

/** A built-in text, with the corpus that was made of it. */
export function linked<Entry extends { readonly key: string }>(
  entry: Entry,
  corpora: readonly Pick<CorpusSummary, 'id' | 'source'>[],
): Entry & { readonly corpus: CorpusId | null } {
  return { ...entry, corpus: corpora.find(({ source }) => source === `builtin:${entry.key}`)?.id ?? null };
}

function changed<Row extends { readonly id: number }>(
  rows: readonly Row[],
  changes: ListChanges<Row> = { rows: [], gone: [] },
): Row[] {
  const touched = new Set<number>([...changes.rows.map(({ id }) => id), ...changes.gone]);
  return [...rows.filter(({ id }) => !touched.has(id)), ...changes.rows];
}

function newestFirst(one: { readonly id: RunId | SampleId }, other: { readonly id: RunId | SampleId }): number {
  return other.id - one.id;
}

function merged<Row extends { readonly id: number }>(
  earlier: ListChanges<Row> | undefined,
  later: ListChanges<Row> | undefined,
): ListChanges<Row> | undefined {
  if (!earlier || !later) return later ?? earlier;
  const back = new Set<number>(later.rows.map(({ id }) => id));
  return { rows: changed(earlier.rows, later), gone: [...earlier.gone.filter((id) => !back.has(id)), ...later.gone] };
}
