// The catalogue as it is told, and what it suggests for a corpus that came from it.

import type { BuiltInText } from '../../corpora/built-in-text.ts';
import { linked } from '../protocol/changes.ts';
import type { CatalogueEntry, CorpusSummary, Suggestion } from '../protocol/index.ts';

const prefix = 'builtin:';

export function catalogueEntries(
  catalogue: readonly BuiltInText[],
  corpora: readonly Pick<CorpusSummary, 'id' | 'source'>[],
): readonly CatalogueEntry[] {
  const entries = catalogue.map((text) => ({
    key: text.key,
    kind: text.kind,
    door: text.door,
    title: text.title,
    author: text.author,
    source: text.source,
    licence: text.licence,
    purpose: text.purpose,
    characters: text.characters,
    entropy: text.entropy,
    preset: text.preset,
  }));
  return entries.map((entry) => linked(entry, corpora));
}

/** @param source of the corpus, as stored @returns null where it comes from elsewhere */
export function builtInOf(catalogue: readonly BuiltInText[], source: string): BuiltInText | null {
  return catalogue.find(({ key }) => source === prefix + key) ?? null;
}

/** @param source as above */
export function suggestionFor(catalogue: readonly BuiltInText[], source: string): Suggestion | null {
  return builtInOf(catalogue, source)?.preset ?? null;
}

/** Nats per character that no model of the corpus beats; null: unknown. @param source as above */
export function entropyOf(catalogue: readonly BuiltInText[], source: string): number | null {
  const bits = builtInOf(catalogue, source)?.entropy ?? null;
  return bits === null ? null : bits * Math.LN2;
}
