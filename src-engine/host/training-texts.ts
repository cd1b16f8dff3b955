// What of a corpus a run trains on: a text, or lines whose labels it learns to tell apart.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { counted } from '../counting.ts';
import { LabelReader } from '../corpus/labels.ts';
import type { LabelledLines } from '../corpus/labels.ts';
import { splitLines } from '../corpus/line-split.ts';
import type { LineSplit } from '../corpus/line-split.ts';
import { splitText } from '../corpus/split.ts';
import { CharloomError } from '../errors.ts';
import type { StoredRun } from '../library/runs.ts';
import type { CorpusId, TrainingSettings } from '../protocol/index.ts';
import { quoted } from '../quoting.ts';
import { checkAgainstCorpus } from '../settings/fit.ts';
import type { LabelledBasis } from '../settings/presets.ts';
import { charactersRead, cutLines, longerThan } from '../training/line-set.ts';
import type { Ids, TrainingJob } from '../training/types.ts';
import type { HostContext, Service } from './context.ts';

/** Symbols looked through between two turns of the event loop. */
const sliceLength = 2 ** 18;
/** Share of the lines that a preset reads whole. */
const nearlyAll = 0.95;
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

/** A corpus's ids with where its lines lie. */
export interface ReadLines {
  readonly ids: Ids;
  readonly symbols: readonly string[];
  readonly lines: LabelledLines;
}

export class TrainingTexts implements Service {
  readonly handlers = {};

  readonly #context: HostContext;
  readonly #kept = new Map<CorpusId, Promise<ReadLines | string>>();

  constructor(context: HostContext) {
    this.#context = context;
  }

  /**
   * @throws CharloomError 'corpus-too-small' where the settings want more than there is, 'settings-invalid' where lines without labels
   * are to be told apart
   */
  async sizesOf(corpus: CorpusId, training: TrainingSettings): Promise<TextSizes> {
    const { characters } = this.#context.library.corpora.find(corpus);
    if (training.task === 'generate') {
      checkAgainstCorpus(training, characters);
      return { labels: [], trainCharacters: splitText(characters, training).train, cutLines: 0 };
    }
    const read = await this.lines(corpus);
    const split = splitLines(read.ids, read.symbols, read.lines, training);
    checkLines(training, read.lines, split);
    const { lines } = cut(read, split, training);
    return {
      labels: read.lines.labels,
      trainCharacters: charactersRead(lines, training.sequence),
      trainLines: split.train.length,
      cutLines: longerThan(lines, training.sequence),
    };
  }

  /** What a run's trainer reads: never the test part. */
  async partsOf({ corpus, training, labels }: StoredRun): Promise<Pick<TrainingJob, 'ids' | 'lines' | 'labels'>> {
    if (training.task === 'generate') {
      const text = await this.#context.library.corpora.loadIds(corpus);
      return { ids: text.subarray(0, text.length - splitText(text.length, training).test), lines: null, labels: 0 };
    }
    const read = await this.lines(corpus);
    return { ...cut(read, splitLines(read.ids, read.symbols, read.lines, training), training), labels: labels.length };
  }

  /** Of a text whose lines have labels; null: they have none, or the text is not here. */
  async labelledBasis(corpus: CorpusId): Promise<Omit<LabelledBasis, 'training'> | null> {
    if (!this.#context.library.corpora.hasText(corpus)) return null;
    const read = await this.#read(corpus);
    if (typeof read === 'string') return null;
    const { labels, starts, ends } = read.lines;
    const lengths = Uint32Array.from(starts, (start, line) => ends[line] - start).sort();
    const lineLength = lengths[Math.floor(nearlyAll * (lengths.length - 1))];
    return { labels: labels.length, lines: lengths.length, lineLength: Math.max(1, lineLength) };
  }

  /** @throws CharloomError 'settings-invalid' where the text has no lines with labels */
  async lines(corpus: CorpusId): Promise<ReadLines> {
    const read = await this.#read(corpus);
    if (typeof read !== 'string') return read;
    const { name } = this.#context.library.corpora.find(corpus);
    throw new CharloomError(
      'settings-invalid',
      `${quoted(name)} has no labels to tell apart. ${read} Choose the task generate, or a labelled text.`,
    );
  }

  #read(corpus: CorpusId): Promise<ReadLines | string> {
    const known = this.#kept.get(corpus);
    if (known) return known;
    const reading = this.#cut(corpus);
    this.#kept.set(corpus, reading);
    reading.catch(() => this.#kept.delete(corpus));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    return reading;
  }

  async #cut(corpus: CorpusId): Promise<ReadLines | string> {
    const { library, closing } = this.#context;
    library.corpora.requireText(corpus);
    const { symbols } = library.corpora.symbols(corpus);
    const reader = new LabelReader(symbols);
    // A text without labels is given up after its first lines: no more of it is read.
    const { characters } = library.corpora.find(corpus);
    const opening = await library.corpora.loadIds(corpus, { from: 0, to: Math.min(characters, sliceLength) });
    reader.push(opening);
    if (!reader.isOver && characters > sliceLength) {
      const rest = await library.corpora.loadIds(corpus, { from: sliceLength, to: characters });
      for (let start = 0; start < rest.length && !reader.isOver; start += sliceLength) {
        closing.throwIfAborted();
        reader.push(rest.subarray(start, start + sliceLength));
        await nextTurn();
      }
    }
    const lines = reader.finish();
    if (typeof lines === 'string') return lines;
    return { ids: await library.corpora.loadIds(corpus), symbols, lines };
  }
}

function cut({ ids, symbols, lines }: ReadLines, split: LineSplit, { balanceLabels }: TrainingSettings) {
  return cutLines(ids, lines, split, symbols.indexOf('\n'), balanceLabels);
}

/** @throws CharloomError 'corpus-too-small' with the numbers and what to change */
function checkLines(training: TrainingSettings, { labels, labelOf }: LabelledLines, split: LineSplit): void {
  const { batch, validation, test } = training;
  if (split.train.length < batch) {
    throw new CharloomError(
      'corpus-too-small',
      `There are ${counted(split.train.length, 'line')} to train on, and a batch of ${counted(batch, 'line')} needs as many. ` +
        'Take a smaller batch, hold out less, or add lines.',
    );
  }
  const parts = [
    ['to train on', split.train, 1],
    ['to validate on', split.validation, validation],
    ['for the test', split.test, test],
  ] as const;
  for (const [purpose, lines, share] of parts) {
    const there = new Set(lines.map((line) => labelOf[line]));
    const lacking = labels.find((_, label) => !there.has(label));
    if (share === 0 || lacking === undefined) continue;
    throw new CharloomError(
      'corpus-too-small',
      `The label ${quoted(lacking)} has too few different lines: none is left ${purpose}. Add lines, leave that label out, or hold out another share.`,
    );
  }
}
