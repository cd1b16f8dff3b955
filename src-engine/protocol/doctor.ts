// What the corpus doctor finds in a text before anybody trains on it, and what it advises.

import type { AdviceCode, AdviceSeverity, TraceKind } from './choices.ts';
import type { Preparation } from './corpora.ts';
import type { Sentence } from './text/sentences.ts';

/** Lines of `least` to `most` symbols, the line end not counted. */
export interface LineLengths {
  /* eslint-disable no-restricted-syntax -- findings are stored by these names */
  readonly least: number;
  readonly most: number;
  /* eslint-enable no-restricted-syntax */
  readonly lines: number;
}

export interface Trace {
  readonly kind: TraceKind;
  /** How often, in what was looked at: symbols are counted in the whole text, formats in its beginning and end. */
  readonly count: number;
  /**
   * A few characters where it was first seen; for mojibake also how the text was read. Empty where there is nothing to
   * show.
   */
  readonly example: string;
}

/** A label that stands before lines, and before how many. */
export interface LabelCount {
  readonly label: string;
  readonly lines: number;
}

export interface Advice {
  readonly code: AdviceCode;
  readonly severity: AdviceSeverity;
  /** What was found and what to do. */
  readonly sentence: Sentence;
  /** What to change in the corpus's preparation; null where no switch mends it. */
  readonly mend: Partial<Preparation> | null;
}

/** Lines whose texts are so many symbols long. */
export interface LineLength {
  readonly length: number;
  readonly lines: number;
}

export interface DoctorReport {
  readonly characters: number;
  /** Every symbol with its count, as in CorpusDetail. */
  readonly symbols: readonly string[];
  readonly counts: readonly number[];
  readonly lines: number;
  readonly blankLines: number;
  /** In symbols, of lines that are not blank. */
  readonly medianLine: number;
  readonly longestLine: number;
  /** Doubling widths, without gaps; blank lines are the first. */
  readonly lineLengths: readonly LineLengths[];
  /** Symbols that stand in the text fewer than `below` times, and how many characters they are. */
  readonly rare: { readonly below: number; readonly symbols: number; readonly characters: number };
  /** Lines that stood in the text before, blank ones not counted, and how many characters they are. */
  readonly duplicates: { readonly lines: number; readonly characters: number };
  readonly traces: readonly Trace[];
  /** Of a text whose lines are a label, a tab or a comma, and a text, in the order of their code points; else none. */
  readonly labels: readonly LabelCount[];
  /** How many lines with labels have a text of each length, ascending. */
  readonly labelledLengths: readonly LineLength[];
  /** The weightiest first. */
  readonly advice: readonly Advice[];
}
