// The lines that a model which tells labels apart reads to be looked into: held out of a run's own text, given, or of a
// file. Each is read as in training: no further than the sequence, with the line end that stands before it.

import { areSameLabels, indexOfLabel, lineRoom, readLabelledText } from '../corpus/labels.ts';
import type { LabelledText } from '../corpus/labelled-text.ts';
import { spreadLines } from '../corpus/line-split.ts';
import type { Library } from '../library/library.ts';
import type { ReadText, RunId, TextToRead } from '../protocol/index.ts';
import type { SingleModel } from './loaded-models.ts';
import type { TextsToRead } from './texts-to-read.ts';
import type { TrainingTexts } from './training-texts.ts';

/** Lines that are read at most: enough to search in, few enough to look through. */
const maxLines = 400;

export interface ReadLines extends Omit<ReadText, 'text'> {
  /** In the model's ids, without the line end before each; none is empty. */
  readonly lines: readonly Uint32Array[];
  /** (L): the label of each; null where that is not known. */
  readonly truth: Uint16Array | null;
  /** Lines that there are. */
  readonly all: number;
  /** How many of those read are longer than what is read of a line. */
  readonly cut: number;
  /** Symbols that the model does not know and has not read, each once. */
  readonly unseen: readonly string[];
}

/** A line as far as the model knows its symbols, whole. */
interface Line {
  readonly ids: ArrayLike<number>;
  readonly label: number | null;
}

export class LinesToRead {
  readonly #library: Library;
  readonly #texts: TextsToRead;
  readonly #labelled: TrainingTexts;

  constructor(
    { library }: { readonly library: Library },
    { texts, trainingTexts }: { readonly texts: TextsToRead; readonly trainingTexts: TrainingTexts },
  ) {
    this.#library = library;
    this.#texts = texts;
    this.#labelled = trainingTexts;
  }

  /** @param max symbols at most, line ends among them */
  async read(model: SingleModel, source: TextToRead, signal: AbortSignal, max: number): Promise<ReadLines> {
    if (source.kind === 'held-out') return this.#readHeldOut(model, source.run, max);
    const { title, text, isCut } = await this.#texts.read(source, signal);
    const unseen = model.vocabulary.unseen(text.replaceAll(lineEnds, '')).map(({ symbol }) => symbol);
    return { title, isCut, unseen, ...cutLines(model, linesOf(model, text, source.kind === 'file'), max) };
  }

  /** The beginning of what a run was trained on, line by line; null where its text is not in the library. */
  async trainedOn(
    model: SingleModel,
    max: number,
  ): Promise<{ readonly title: string; readonly lines: readonly Uint32Array[] } | null> {
    const { corpora } = this.#library;
    const { corpus, training } = model.run;
    if (!corpora.hasText(corpus)) return null;
    const text = await this.#labelled.labelled(corpus);
    const { train } = text.split(training);
    const { lines } = cutLines(model, linesFrom(model, text, train.slice(0, max)), max, Infinity);
    return { title: corpora.find(corpus).name, lines };
  }

  async #readHeldOut(model: SingleModel, id: RunId, max: number): Promise<ReadLines> {
    const { corpus, training } = this.#library.runs.find(id);
    const { name } = this.#library.corpora.requireText(corpus);
    const text = await this.#labelled.labelled(corpus);
    const { validation, train } = text.split(training);
    const part = validation.length > 0 ? validation : train;
    const lines = linesFrom(model, text, mixed(spreadLines(part, maxLines), text.lines.labelOf));
    return { title: name, isCut: false, unseen: [], ...cutLines(model, lines, max), all: part.length };
  }
}

/** The lines as one text, in which a line end stands between two. */
export function joined({ vocabulary }: SingleModel, lines: readonly Uint32Array[]): Uint32Array {
  const lineEnd = vocabulary.encode('\n');
  const length = lines.reduce((sum, line) => sum + line.length + lineEnd.length, -lineEnd.length);
  const ids = new Uint32Array(Math.max(0, length));
  let at = 0;
  for (const line of lines) {
    if (at > 0) {
      ids.set(lineEnd, at);
      at += lineEnd.length;
    }
    ids.set(line, at);
    at += line.length;
  }
  return ids;
}

const lineEnds = /\r?\n/g;

/** @param mayHaveLabels whether labels that the run knows are taken off, if all lines have one */
function linesOf({ run, vocabulary }: SingleModel, text: string, mayHaveLabels: boolean): readonly Line[] {
  const whole = text.split(lineEnds).filter((line) => line.trim() !== '');
  const found = mayHaveLabels ? readLabelledText(whole) : [];
  const labels = found.map(({ label }) => (label === null ? -1 : indexOfLabel(run.labels, label)));
  const areKnown = mayHaveLabels && !labels.includes(-1);
  return whole.map((line, index) => ({
    ids: vocabulary.encode(areKnown ? found[index].text : line),
    label: areKnown ? labels[index] : null,
  }));
}

function linesFrom(
  { run, vocabulary }: SingleModel,
  { ids, symbols, lines }: LabelledText,
  wanted: readonly number[],
): readonly Line[] {
  const areKnown = areSameLabels(run.labels, lines.labels);
  // Those of another text may be unknown.
  const own = symbols.map((symbol) => vocabulary.idOf(symbol) ?? -1);
  return wanted.map((line) => ({
    ids: Array.from(ids.subarray(lines.starts[line], lines.ends[line]), (id) => own[id]).filter((id) => id >= 0),
    label: areKnown ? lines.labelOf[line] : null,
  }));
}

/** Those of each label are spread evenly: what is chosen on one half of them can be measured on the other. */
function mixed(lines: readonly number[], labelOf: ArrayLike<number>): readonly number[] {
  const counts = new Map<number, number>();
  const ranked = lines.map((line) => {
    const rank = counts.get(labelOf[line]) ?? 0;
    counts.set(labelOf[line], rank + 1);
    return { line, rank };
  });
  const placed = ranked.map(({ line, rank }) => ({ line, place: (rank + 0.5) / (counts.get(labelOf[line]) ?? 1) }));
  return placed.sort((one, other) => one.place - other.place).map(({ line }) => line);
}

/** The first lines, cut to what is read of them. @param max symbols, line ends among them */
function cutLines({ run }: SingleModel, all: readonly Line[], max: number, maxTaken = maxLines) {
  const longest = Math.max(1, lineRoom(run.training.sequence));
  const there = all.filter(({ ids }) => ids.length > 0);
  const lines: Uint32Array[] = [];
  let symbols = 0;
  for (const { ids } of there) {
    symbols += Math.min(ids.length, longest) + 1;
    if (symbols > max || lines.length >= maxTaken) break;
    lines.push(Uint32Array.from(ids).subarray(0, longest));
  }
  const read = there.slice(0, lines.length);
  const labels = read.map(({ label }) => label);
  return {
    lines,
    truth: labels.includes(null) ? null : Uint16Array.from(labels, (label) => label ?? 0),
    all: there.length,
    cut: read.filter(({ ids }) => ids.length > longest).length,
  };
}
