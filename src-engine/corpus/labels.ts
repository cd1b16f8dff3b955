// Labelled lines: a label, a tab or a comma, and a text, line by line. They are found piece by piece; a text that is
// none is given up at the line that shows it.

import { shortened } from '../quoting.ts';
import type { Ids } from './symbols.ts';
import type { LineLength } from '../protocol/doctor.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';

/** Symbols of a label; a longer one is a text. */
export const maxLabelLength = 64;
/** More of them are no labels. */
export const maxLabels = 64;
const separators = ['\t', ','];
const separatorIn = new RegExp(`[${separators.join('')}]`);

export interface LabelledLines {
  /** In the order of their UTF-16 units. */
  readonly labels: readonly string[];
  /** (L): the label of each line. */
  readonly labelOf: Uint16Array;
  /** (L): where the text of each line begins in the corpus, and where it ends. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** A text that has no labelled lines. */
export interface Unlabelled {
  readonly why: Sentence;
}

export class LabelReader {
  readonly #symbols: readonly string[];
  readonly #lineEnd: number;
  readonly #separators: readonly number[];
  /** The one that ends the first label ends all. */
  #separator: number | null = null;
  readonly #labels = new Map<string, number>();
  readonly #labelOf: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** Ids of the label so far; null: the text of the line has begun. */
  #label: number[] | null = [];
  #position = 0;
  #line = 1;
  #problem: Unlabelled | null = null;

  constructor(symbols: readonly string[]) {
    this.#symbols = symbols;
    this.#lineEnd = symbols.indexOf('\n');
    this.#separators = separators.map((separator) => symbols.indexOf(separator)).filter((id) => id >= 0);
    if (this.#separators.length === 0 || this.#lineEnd < 0) this.#problem = lineWithout(1);
  }

  /** What stands behind every label; null before there was one. */
  get separator(): string | null {
    return this.#separator === null ? null : this.#symbols[this.#separator];
  }

  /** Whether nothing that follows can change the answer. */
  get isOver(): boolean {
    return this.#problem !== null;
  }

  /** The next piece of the text. */
  push(ids: Ids): void {
    for (let index = 0; index < ids.length && this.#problem === null; index++) this.#read(ids[index]);
  }

  finish(): LabelledLines | Unlabelled {
    if (this.#problem === null) this.#endLine();
    if (this.#problem === null && this.#labels.size < 2) this.#problem = tooFew([...this.#labels.keys()]);
    if (this.#problem !== null) return this.#problem;
    const labels = [...this.#labels.keys()].sort();
    const orderOf = Array.from(this.#labels.keys(), (label) => labels.indexOf(label));
    return {
      labels,
      labelOf: Uint16Array.from(this.#labelOf, (label) => orderOf[label]),
      starts: Uint32Array.from(this.#starts),
      ends: Uint32Array.from(this.#ends),
    };
  }

  #read(id: number): void {
    if (id === this.#lineEnd) {
      this.#endLine();
      this.#line++;
      this.#label = [];
    } else if (this.#label !== null) this.#readLabel(this.#label, id);
    this.#position++;
  }

  #readLabel(label: number[], id: number): void {
    const isSeparator = this.#separator === null ? this.#separators.includes(id) : id === this.#separator;
    if (!isSeparator) {
      label.push(id);
      if (label.length > maxLabelLength) this.#problem = lineWithout(this.#line);
      return;
    }
    this.#separator = id;
    this.#begin(this.#write(label));
  }

  #begin(label: string): void {
    if (label === '') {
      this.#problem = lineWithout(this.#line);
      return;
    }
    if (!this.#labels.has(label)) this.#labels.set(label, this.#labels.size);
    if (this.#labels.size > maxLabels) this.#problem = tooMany;
    this.#labelOf.push(this.#labels.get(label) as number);
    this.#starts.push(this.#position + 1);
    this.#label = null;
  }

  #endLine(): void {
    if (this.#label === null) this.#ends.push(this.#position);
    else if (this.#write(this.#label) !== '') this.#problem = lineWithout(this.#line);
  }

  #write(ids: readonly number[]): string {
    return ids
      .map((id) => this.#symbols[id])
      .join('')
      .trim();
  }
}

const tooMany: Unlabelled = {
  why: sentence`The lines begin with more than ${maxLabels} different words, so these are not labels: of a labelled text each line is a label, a tab or a comma, and a text.`,
};

function lineWithout(line: number): Unlabelled {
  return {
    why: sentence`Line ${line} has no label: of a labelled text each line is a label, a tab or a comma, and a text.`,
  };
}

function tooFew(labels: readonly string[]): Unlabelled {
  return {
    why:
      labels.length === 0
        ? sentence`The text has no lines with labels.`
        : sentence`All lines have the same label, "${shortened(labels[0])}", and there must be two to tell apart.`,
  };
}

/** How many lines each label has. */
export function countLabels({ labels, labelOf }: LabelledLines): readonly number[] {
  const counts = labels.map(() => 0);
  for (const label of labelOf) counts[label]++;
  return counts;
}

/** Whether answers about the ones are answers about the others. */
export function areSameLabels(ones: readonly string[], others: readonly string[]): boolean {
  return ones.length === others.length && ones.every((label, index) => label === others[index]);
}

/** Share of the lines. */
const nearlyAll = 0.95;

/** How many lines have a text of each length, in symbols; ascending. */
export function lengthsOf({ starts, ends }: LabelledLines): readonly LineLength[] {
  const counts = new Map<number, number>();
  for (const [line, start] of starts.entries()) {
    const length = ends[line] - start;
    counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  return Array.from(counts, ([length, lines]) => ({ length, lines })).sort((one, other) => one.length - other.length);
}

/** Symbols that hold the texts of nearly all lines whole; at least 1. */
export function typicalLength(lengths: readonly LineLength[]): number {
  const all = lengths.reduce((sum, { lines }) => sum + lines, 0);
  let passed = 0;
  for (const { length, lines } of lengths) {
    passed += lines;
    if (passed > Math.floor(nearlyAll * (all - 1))) return Math.max(1, length);
  }
  return 1;
}

/** Of lines that are no corpus: each one's label and text; of one without a label null and the whole line. */
export function readLabelledText(
  lines: readonly string[],
): readonly { readonly label: string | null; readonly text: string }[] {
  // The first one is that of all lines.
  const first = separatorIn.exec(lines.find((line) => separatorIn.test(line)) ?? '')?.[0];
  return lines.map((line) => {
    const end = first === undefined ? -1 : line.indexOf(first);
    const label = line.slice(0, Math.max(0, end)).trim();
    return label === '' ? { label: null, text: line } : { label, text: line.slice(end + 1) };
  });
}
