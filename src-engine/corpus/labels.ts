// Labelled lines: a label, a tab or a comma, and a text, line by line. They are found piece by piece; a text that is
// none is given up at the line that shows it. A label may stand in quotes, as in CSV files, and hold commas then; the
// text behind it is read as it stands.

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
const quote = '"';

export interface LabelledLines {
  /** In the order of their UTF-16 units, with their quotes. */
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
  readonly #comma: number;
  readonly #quote: number;
  /** The one that ends the first label ends all. */
  #separator: number | null = null;
  /** By their names: their numbers, and how they are written, of several ways the first in order. */
  readonly #labels = new Map<string, { readonly index: number; readonly written: string }>();
  readonly #labelOf: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** Ids of the label so far; null: the text of the line has begun. */
  #label: number[] | null = [];
  /** Whether the label begins with a quote; null: it has not begun. */
  #isQuoted: boolean | null = null;
  #isOpen = false;
  #position = 0;
  #line = 1;
  #problem: Unlabelled | null = null;

  constructor(symbols: readonly string[]) {
    this.#symbols = symbols;
    this.#lineEnd = symbols.indexOf('\n');
    this.#comma = symbols.indexOf(',');
    this.#quote = symbols.indexOf(quote);
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
    const found = [...this.#labels].map(([name, { index, written }]) => ({ name, index, written }));
    // With their quotes, so that the answers of a run that learned them with these stand for the same labels.
    found.sort((one, other) => (one.written < other.written ? -1 : 1));
    const orderOf = new Uint16Array(found.length);
    for (const [order, { index }] of found.entries()) orderOf[index] = order;
    return {
      labels: found.map(({ name }) => name),
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
      this.#isQuoted = null;
      this.#isOpen = false;
    } else if (this.#label !== null) this.#readLabel(this.#label, id);
    this.#position++;
  }

  #readLabel(label: number[], id: number): void {
    if (this.#isQuoted === null && this.#symbols[id].trim() !== '') this.#isQuoted = id === this.#quote;
    if (this.#isQuoted === true && id === this.#quote) this.#isOpen = !this.#isOpen;
    const isSeparator = this.#separator === null ? this.#separators.includes(id) : id === this.#separator;
    if (!isSeparator || (this.#isOpen && id === this.#comma)) {
      label.push(id);
      if (label.length > maxLabelLength) this.#problem = lineWithout(this.#line);
      return;
    }
    this.#separator = id;
    this.#begin(this.#write(label));
  }

  #begin(written: string): void {
    const name = unquoted(written);
    if (name === '') {
      this.#problem = lineWithout(this.#line);
      return;
    }
    const known = this.#labels.get(name);
    const index = known?.index ?? this.#labels.size;
    if (known === undefined || written < known.written) this.#labels.set(name, { index, written });
    if (this.#labels.size > maxLabels) this.#problem = tooMany;
    this.#labelOf.push(index);
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

/** Which of a run's labels this is, which may know them with their quotes; -1: none. */
export function indexOfLabel(labels: readonly string[], label: string): number {
  return labels.findIndex((known) => unquoted(known) === label);
}

/** What a label is called that may be written in quotes. */
function unquoted(written: string): string {
  const inside = /^"(.*)"$/s.exec(written)?.[1];
  return inside === undefined ? written : inside.replaceAll('""', quote).trim();
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

/** Whether answers about the ones are answers about the others; a run may know them with their quotes. */
export function areSameLabels(ones: readonly string[], others: readonly string[]): boolean {
  return ones.length === others.length && ones.every((label, index) => unquoted(label) === unquoted(others[index]));
}

/** Symbols that are read of a line's own, from a sequence: the line end before it takes one of them. */
export function lineRoom(sequence: number): number {
  return sequence - 1;
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
  const first = lines.map((line) => line[labelEnd(line, separators)]).find((separator) => separator !== undefined);
  return lines.map((line) => {
    const end = first === undefined ? -1 : labelEnd(line, [first]);
    const label = unquoted(line.slice(0, Math.max(0, end)).trim());
    return label === '' ? { label: null, text: line } : { label, text: line.slice(end + 1) };
  });
}

/** Where one of the separators ends the label; -1: none does. */
function labelEnd(line: string, ends: readonly string[]): number {
  const isQuoted = line.trimStart().startsWith(quote);
  let isOpen = false;
  for (let index = 0; index < line.length; index++) {
    const unit = line[index];
    if (isQuoted && unit === quote) isOpen = !isOpen;
    if (ends.includes(unit) && !(isOpen && unit === ',')) return index;
  }
  return -1;
}
