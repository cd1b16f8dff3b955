// Where the user is, as a value and as the fragment of the page's address: going back works, and a reloaded page
// opens the same screen.

import type { CorpusId, RunId, RunSummary, SampleId } from '../../src-engine/protocol/index.ts';

/** Of Look inside, in the order in which they are offered; the first one is where it opens. */
export const insideSections = ['memory', 'units', 'surprise'] as const;
export type InsideSection = (typeof insideSections)[number];

/** Those that a run has: only a model that expects a next character can be surprised by it. */
export function insideSectionsOf({ labels }: Pick<RunSummary, 'labels'>): readonly InsideSection[] {
  return labels.length === 0 ? insideSections : insideSections.filter((section) => section !== 'surprise');
}

export type Route =
  | { readonly kind: 'add-corpus' }
  | { readonly kind: 'settings' }
  /** All runs beside each other. */
  | { readonly kind: 'runs' }
  | { readonly kind: 'corpus'; readonly corpus: CorpusId }
  /** `from`: the run whose settings are the starting point. */
  | { readonly kind: 'new-run'; readonly corpus: CorpusId; readonly from: RunId | null }
  /** `step`: the checkpoint to branch from; null is the best. */
  | { readonly kind: 'branch'; readonly run: RunId; readonly step: number | null }
  | { readonly kind: 'train'; readonly run: RunId }
  /** `step`: the checkpoint that tells the labels; null is the best. */
  | { readonly kind: 'classify'; readonly run: RunId; readonly step: number | null }
  | {
      readonly kind: 'generate';
      readonly run: RunId;
      /** A kept sample to open. */
      readonly sample: SampleId | null;
      /** The checkpoint to write with; null is the best. */
      readonly step: number | null;
    }
  | { readonly kind: 'inside'; readonly run: RunId; readonly section: InsideSection };

type RouteOf<Kind extends Route['kind']> = Extract<Route, { readonly kind: Kind }>;
/** Screens that are about no single thing. */
const bareKinds = ['add-corpus', 'settings', 'runs'] as const;
type BareKind = (typeof bareKinds)[number];

export function addressOf(route: Route): string {
  switch (route.kind) {
    case 'add-corpus':
    case 'settings':
    case 'runs':
      return `#/${route.kind}`;
    case 'corpus':
      return `#/corpus/${route.corpus}`;
    case 'new-run':
      return `#/new-run/${route.corpus}${query({ from: route.from })}`;
    case 'branch':
      return `#/branch/${route.run}${query({ step: route.step })}`;
    case 'train':
      return `#/train/${route.run}`;
    case 'classify':
      return `#/classify/${route.run}${query({ step: route.step })}`;
    case 'generate':
      return `#/generate/${route.run}${query({ sample: route.sample, step: route.step })}`;
    case 'inside':
      return `#/inside/${route.run}${query({ section: route.section })}`;
  }
}

/** The same for routes of one screen, whatever is open or chosen on it. */
export function screenOf(route: Route): string {
  const subject = 'run' in route ? route.run : 'corpus' in route ? route.corpus : '';
  return `${route.kind} ${subject}`;
}

interface Address {
  /** Of the corpus or the run. */
  readonly id: number;
  readonly query: URLSearchParams;
}

const withId: { readonly [Kind in Exclude<Route['kind'], BareKind>]: (address: Address) => RouteOf<Kind> } = {
  corpus: ({ id }) => ({ kind: 'corpus', corpus: id as CorpusId }),
  'new-run': ({ id, query }) => ({
    kind: 'new-run',
    corpus: id as CorpusId,
    from: natural(query.get('from')) as RunId | null,
  }),
  branch: ({ id, query }) => ({ kind: 'branch', run: id as RunId, step: natural(query.get('step')) }),
  train: ({ id }) => ({ kind: 'train', run: id as RunId }),
  classify: ({ id, query }) => ({ kind: 'classify', run: id as RunId, step: natural(query.get('step')) }),
  generate: ({ id, query }) => ({
    kind: 'generate',
    run: id as RunId,
    sample: natural(query.get('sample')) as SampleId | null,
    step: natural(query.get('step')),
  }),
  inside: ({ id, query }) => ({
    kind: 'inside',
    run: id as RunId,
    section: insideSections.find((section) => section === query.get('section')) ?? insideSections[0],
  }),
};

/** Null for what is no address of a screen. */
export function routeAt(address: string): Route | null {
  const [, kind = '', digits, query] = /^#\/([a-z-]+)(?:\/(\d+))?(?:\?(.*))?$/.exec(address) ?? [];
  const screen = bareKinds.find((known) => known === kind);
  if (screen) return { kind: screen };
  if (!hasId(kind) || digits === undefined) return null;
  return withId[kind]({ id: Number(digits), query: new URLSearchParams(query) });
}

function hasId(kind: string): kind is keyof typeof withId {
  return Object.hasOwn(withId, kind);
}

/**
 * Where a trained model is used: it writes, or it tells labels apart.
 * @param step of the checkpoint; null is the best
 */
export function useOf({ id: run, labels }: Pick<RunSummary, 'id' | 'labels'>, step: number | null = null): Route {
  return labels.length === 0 ? { kind: 'generate', run, sample: null, step } : { kind: 'classify', run, step };
}

function query(parts: Record<string, number | string | null>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value !== null) search.set(name, String(value));
  return search.size === 0 ? '' : `?${search.toString()}`;
}

function natural(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}
