// What of a corpus a run trains on: a text, or lines whose labels it learns to tell apart.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { LabelledText } from '../corpus/labelled-text.ts';
import { areSameLabels, LabelReader, lengthsOf, typicalLength } from '../corpus/labels.ts';
import type { LabelledLines, Unlabelled } from '../corpus/labels.ts';
import type { LineSplit } from '../corpus/line-split.ts';
import { splitText } from '../corpus/split.ts';
import { CharloomError } from '../errors.ts';
import type { StoredRun } from '../library/runs.ts';
import type { CorpusId, TrainingSettings } from '../protocol/index.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { checkAgainstCorpus } from '../settings/fit.ts';
import type { LabelledSize } from '../settings/presets.ts';
import { charactersRead, cutLines, layOut, longerThan } from '../training/line-set.ts';
import type { TrainingJob } from '../training/types.ts';
import type { HostContext, Service } from './context.ts';

/** Symbols looked through between two turns of the event loop. */
const sliceLength = 2 ** 18;
/** Corpora whose lines are remembered: the same are asked about many times in a row. */
const maxKept = 2;

export interface TextSizes {
  /** Empty: the run writes. */
  readonly labels: readonly string[];
  readonly trainCharacters: number;
  /** Of lines with labels. */
  readonly trainLines?: number;
  /** Of these and of those that are held out: whose end is beyond the sequence and is not read. */
  readonly cutLines: number;
}

export class TrainingTexts implements Service {
  readonly handlers = {};

  readonly #context: HostContext;
  readonly #kept = new Map<CorpusId, Promise<LabelledText | Unlabelled>>();

  constructor(context: HostContext) {
    this.#context = context;
  }

  /**
   * @throws CharloomError 'corpus-too-small' where the settings want more than there is, 'settings-invalid' where lines
   * without labels are to be told apart
   */
  async sizesOf(corpus: CorpusId, training: TrainingSettings): Promise<TextSizes> {
    const { characters } = this.#context.library.corpora.find(corpus);
    if (training.task === 'generate') {
      checkAgainstCorpus(training, characters);
      return { labels: [], trainCharacters: splitText(characters, training).train, cutLines: 0 };
    }
    const text = await this.labelled(corpus);
    const split = text.split(training);
    checkLines(training, text.lines, split);
    const laidOut = layOut(text.lines, split);
    return {
      labels: text.lines.labels,
      trainCharacters: charactersRead(laidOut, training.sequence),
      trainLines: laidOut.trained,
      cutLines: longerThan(laidOut, training.sequence),
    };
  }

  /** What a run's trainer reads: never the test part. */
  async partsOf({ corpus, training, labels }: StoredRun): Promise<Pick<TrainingJob, 'ids' | 'lines' | 'labels'>> {
    if (training.task === 'generate') {
      const ids = await this.#context.library.corpora.loadIds(corpus);
      return { ids: ids.subarray(0, ids.length - splitText(ids.length, training).test), lines: null, labels: 0 };
    }
    const text = await this.labelled(corpus);
    checkSameLabels(labels, text.lines.labels);
    const lineEnd = text.symbols.indexOf('\n');
    const cut = cutLines(text.ids, text.lines, text.split(training), lineEnd, training.balanceLabels);
    return { ...cut, labels: labels.length };
  }

  /** Of a text whose lines have labels; null: they have none, or the text is not here. */
  async labelledBasis(corpus: CorpusId): Promise<LabelledSize | null> {
    if (!this.#context.library.corpora.hasText(corpus)) return null;
    const read = await this.#read(corpus);
    if ('why' in read) return null;
    const { labels, labelOf } = read.lines;
    return { labels: labels.length, lines: labelOf.length, lineLength: typicalLength(lengthsOf(read.lines)) };
  }

  /** @throws CharloomError 'settings-invalid' where the text has no lines with labels */
  async labelled(corpus: CorpusId): Promise<LabelledText> {
    const read = await this.#read(corpus);
    if (!('why' in read)) return read;
    const { name } = this.#context.library.corpora.find(corpus);
    throw new CharloomError(
      'settings-invalid',
      sentence`"${shortened(name)}" has no labels to tell apart. ${read.why} Choose the task generate, or a labelled text.`,
    );
  }

  #read(corpus: CorpusId): Promise<LabelledText | Unlabelled> {
    const known = this.#kept.get(corpus);
    if (known) return known;
    const reading = this.#find(corpus);
    this.#kept.set(corpus, reading);
    reading.catch(() => this.#kept.delete(corpus));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    return reading;
  }

  async #find(corpus: CorpusId): Promise<LabelledText | Unlabelled> {
    const { library, closing } = this.#context;
    library.corpora.requireText(corpus);
    const { symbols } = library.corpora.symbols(corpus);
    const reader = new LabelReader(symbols);
    // A text without labels is given up after its first lines: no more of it is read.
    const { characters } = library.corpora.find(corpus);
    reader.push(await library.corpora.loadIds(corpus, { from: 0, to: Math.min(characters, sliceLength) }));
    const ids = await library.corpora.loadIds(corpus, { from: 0, to: reader.isOver ? 0 : characters });
    for (let start = sliceLength; start < ids.length && !reader.isOver; start += sliceLength) {
      closing.throwIfAborted();
      reader.push(ids.subarray(start, start + sliceLength));
      await nextTurn();
    }
    const lines = reader.finish();
    return 'why' in lines ? lines : new LabelledText(ids, symbols, lines);
  }
}

/** A run that came from a file names its labels itself. @throws CharloomError 'settings-invalid' */
function checkSameLabels(labels: readonly string[], found: readonly string[]): void {
  if (areSameLabels(labels, found)) return;
  const listed = (names: readonly string[]): string => shortened(names.join(', '), 60);
  throw new CharloomError(
    'settings-invalid',
    sentence`This run tells "${listed(labels)}" apart, and the lines of its text have the labels "${listed(found)}". Start a new run on the text.`,
  );
}

/** @throws CharloomError 'corpus-too-small' with the numbers and what to change */
function checkLines(training: TrainingSettings, { labels, labelOf }: LabelledLines, split: LineSplit): void {
  const { batch, validation, test } = training;
  if (split.train.length < batch) {
    throw new CharloomError(
      'corpus-too-small',
      sentence`There are ${amount(split.train.length, 'line')} to train on, and a batch of ${amount(batch, 'line')} needs as many. Take a smaller batch, hold out less, or add lines.`,
    );
  }
  const parts = [
    [sentence`none is left to train on`, split.train, 1],
    [sentence`none is left to validate on`, split.validation, validation],
    [sentence`none is left for the test`, split.test, test],
  ] as const;
  for (const [lack, lines, share] of parts) {
    const there = new Set(lines.map((line) => labelOf[line]));
    const lacking = labels.find((_, label) => !there.has(label));
    if (share === 0 || lacking === undefined) continue;
    throw new CharloomError(
      'corpus-too-small',
      sentence`The label "${shortened(lacking)}" has too few lines whose letters differ: ${lack}. Add lines, leave that label out, or hold out another share.`,
    );
  }
}
