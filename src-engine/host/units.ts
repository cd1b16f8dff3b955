// Single units of a model along a text: their values, what they follow, which are active together, and where else they
// are alike. A thread of its own reads and computes; here is kept which model read which text.

import { splitText } from '../corpus/split.ts';
import { CharloomError } from '../errors.ts';
import type { UnitsThread } from '../insight/units/client.ts';
import type { LineEndRule, ReadJob } from '../insight/units/messages.ts';
import { maxSymbolsOf } from '../insight/units/states.ts';
import { visiblePartsOf } from '../cells/cell.ts';
import { cellOf } from '../cells/index.ts';
import type {
  Answer,
  Ask,
  CheckpointId,
  FollowedRule,
  LineAnswers,
  RunId,
  TextRule,
  TextToRead,
  UnitName,
  UnitReading,
} from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Ids } from '../corpus/symbols.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { joined } from './lines-to-read.ts';
import type { LinesToRead } from './lines-to-read.ts';
import { trainedModel } from './loaded-models.ts';
import type { LoadedModels, SingleModel } from './loaded-models.ts';
import { progressTeller } from './tasks.ts';
import type { Numbered, Tasks } from './tasks.ts';
import type { TextsToRead } from './texts-to-read.ts';

/** Readings that can still be asked about; the thread holds the states of the last one and reads the others again. */
const maxKept = 4;
/** Symbols that are searched for similar passages. */
const maxSearched = 1_000_000;
const passagesTold = 20;
/** Symbols that are told around a passage, and of a long one. */
const around = 40;
const maxTold = 400;

/** What was read. */
interface Reading {
  readonly run: RunId;
  readonly checkpoint: CheckpointId;
  readonly title: string;
  /** The symbols that were read, by the model's ids. */
  readonly ids: Uint32Array;
  readonly symbols: readonly string[];
  /** By the number that the thread gives a unit. */
  readonly parts: readonly string[];
  readonly units: number;
  /** Of a model that tells labels apart; null: it writes. */
  readonly lines: ReadLabels | null;
}

/** What is known of lines that were read. */
interface ReadLabels {
  /** The id of the line end, which stands between two lines. */
  readonly lineEnd: number;
  /** (L): the label of each; null where that is not known. */
  readonly truth: Uint16Array | null;
}

/** What a model reads, and what is told of it. */
interface Opened {
  readonly known: Pick<Reading, 'title' | 'ids' | 'lines'>;
  readonly told: Pick<UnitReading, 'title' | 'isCut' | 'unseen'>;
  /** Of lines, but for what the model says to them. */
  readonly answers: Omit<LineAnswers, 'probabilities'> | null;
}

/** A text that is searched. */
interface Searched {
  readonly key: string;
  readonly title: string;
  readonly ids: Ids;
}

export class Units implements Service {
  readonly handlers = {
    'units.open': (ask) => this.#tasks.run(ask, (signal) => this.#open(ask, signal)),
    'units.values': (ask) => this.#tasks.run(ask, (signal) => this.#values(ask, signal)),
    'units.search': (ask) =>
      this.#tasks.run(ask, (signal) =>
        this.#thread.ask(
          this.#jobOf(ask.reading),
          { kind: 'search', rule: ruleFor(ask.rule, this.#find(ask.reading)) },
          this.#work(ask, signal),
        ),
      ),
    'units.factors': (ask) =>
      this.#tasks.run(ask, (signal) =>
        this.#thread.ask(this.#jobOf(ask.reading), { kind: 'factors', count: ask.count }, this.#work(ask, signal)),
      ),
    'units.similar': (ask) => this.#tasks.run(ask, (signal) => this.#similar(ask, signal)),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #models: LoadedModels;
  readonly #texts: TextsToRead;
  readonly #lines: LinesToRead;
  readonly #tasks: Tasks;
  readonly #thread: UnitsThread;
  readonly #readings = new Map<number, Reading>();
  #opened = 0;
  /** The text that was searched last. */
  #searched: Searched | null = null;

  constructor(
    context: HostContext,
    { models, texts, lines, tasks }: { models: LoadedModels; texts: TextsToRead; lines: LinesToRead; tasks: Tasks },
  ) {
    this.#context = context;
    this.#models = models;
    this.#texts = texts;
    this.#lines = lines;
    this.#tasks = tasks;
    this.#thread = context.engine.startUnitsThread();
  }

  close(): Promise<void> {
    return this.#thread.terminate();
  }

  async #open(ask: Ask<'units.open'>, signal: AbortSignal): Promise<Answer<'units.open'>> {
    const single = this.#models.findAny(ask.run, ask.checkpoint);
    const { model, labels } = single.run;
    const { symbols } = single.vocabulary;
    const parts = visiblePartsOf(cellOf(model));
    const max = maxSymbolsOf(model.layers * parts.length * model.hidden);
    const opened = await (labels.length === 0
      ? this.#openText(single, ask.source, signal, max)
      : this.#openLines(single, ask.source, signal, max));
    const { known, told, answers } = opened;
    const { checkpoint } = single;
    const reading = this.#keep({
      ...known,
      run: ask.run,
      checkpoint: checkpoint.id,
      symbols,
      parts,
      units: model.hidden,
    });
    const { probabilities, ...shape } = await this.#thread.ask(
      this.#jobOf(reading),
      { kind: 'open' },
      this.#work(ask, signal),
    );
    return {
      ...told,
      ...shape,
      text: single.vocabulary.decode(known.ids),
      reading,
      step: checkpoint.step,
      lengths: Uint8Array.from(known.ids, (id) => symbols[id].length),
      answers: answers && probabilities && { ...answers, probabilities },
    };
  }

  async #openText({ vocabulary }: SingleModel, source: TextToRead, signal: AbortSignal, max: number): Promise<Opened> {
    const { text, ...read } = await this.#texts.read(source, signal, max);
    const ids = Uint32Array.from(vocabulary.encode(text));
    if (ids.length === 0) throw nothingRead(text.length > 0);
    return {
      known: { title: read.title, ids, lines: null },
      told: { ...read, unseen: vocabulary.unseen(text).map(({ symbol }) => symbol) },
      answers: null,
    };
  }

  async #openLines(single: SingleModel, source: TextToRead, signal: AbortSignal, max: number): Promise<Opened> {
    const { lines, truth, all, cut, ...read } = await this.#lines.read(single, source, signal, max);
    if (lines.length === 0) throw nothingRead(read.unseen.length > 0);
    const [lineEnd] = single.vocabulary.encode('\n');
    return {
      known: { title: read.title, ids: joined(single, lines), lines: { lineEnd, truth } },
      told: read,
      answers: { labels: single.run.labels, truth, all, cut },
    };
  }

  async #values(ask: Ask<'units.values'>, signal: AbortSignal): Promise<Answer<'units.values'>> {
    const unit = numberOf(ask.unit, this.#find(ask.reading), this.#context.library.runs);
    const values = await this.#thread.ask(this.#jobOf(ask.reading), { kind: 'row', unit }, this.#work(ask, signal));
    return { values };
  }

  async #similar(ask: Ask<'units.similar'>, signal: AbortSignal): Promise<Answer<'units.similar'>> {
    const reading = this.#find(ask.reading);
    const to = Math.min(ask.to, reading.ids.length);
    if (ask.from >= to) throw new CharloomError('bad-request', sentence`Mark some text first: at least one character.`);
    const text = await this.#textToSearch(reading);
    const { matches, length, ...found } = await this.#thread.ask(
      this.#jobOf(ask.reading),
      { kind: 'similar', from: ask.from, to, max: passagesTold, text },
      this.#work(ask, signal),
    );
    const ids = text?.ids ?? reading.ids;
    const write = (from: number, end: number): string =>
      Array.from(ids.subarray(Math.max(0, from), end), (id) => reading.symbols[id]).join('');
    const passages = matches.map(({ from, likeness }) => ({
      from,
      likeness,
      before: write(from - around, from),
      text: write(from, from + Math.min(length, maxTold)),
      after: length > maxTold ? '' : write(from + length, from + length + around),
    }));
    return { ...found, passages, title: text?.title ?? reading.title };
  }

  /** The training part of the run's own text, or its end; null where that is not in the library. */
  async #textToSearch({ run: id, checkpoint, lines }: Reading): Promise<Searched | null> {
    const { runs, corpora } = this.#context.library;
    const run = runs.find(id);
    if (lines !== null) return this.#linesToSearch(this.#models.findAny(id, { id: checkpoint }));
    if (!corpora.hasText(run.corpus)) return null;
    const { name, characters } = corpora.find(run.corpus);
    const { train } = splitText(characters, run.training);
    const from = Math.max(0, train - maxSearched);
    const key = `${id}: ${run.corpus} from ${from} to ${train}`;
    if (this.#searched?.key === key) return this.#searched;
    // A run has the symbols of its text.
    this.#searched = { key, title: name, ids: await corpora.loadIds(run.corpus, { from, to: train }) };
    return this.#searched;
  }

  async #linesToSearch(single: SingleModel): Promise<Searched | null> {
    const key = `${single.run.id}: lines of ${single.run.corpus}`;
    if (this.#searched?.key === key) return this.#searched;
    const trained = await this.#lines.trainedOn(single, maxSearched);
    if (trained === null) return null;
    this.#searched = { key, title: trained.title, ids: joined(single, trained.lines) };
    return this.#searched;
  }

  #keep(reading: Reading): number {
    const number = ++this.#opened;
    this.#readings.set(number, reading);
    for (const oldest of this.#readings.keys()) {
      if (this.#readings.size <= maxKept) break;
      this.#readings.delete(oldest);
    }
    return number;
  }

  /** @throws CharloomError 'not-found' for one that is not kept any more */
  #find(number: number): Reading {
    const reading = this.#readings.get(number);
    if (reading) return reading;
    throw new CharloomError('not-found', sentence`This text is not held any more. Read it again.`);
  }

  #jobOf(number: number): ReadJob {
    const { run, checkpoint, ids, symbols, lines } = this.#find(number);
    const trained = trainedModel(this.#models.findAny(run, { id: checkpoint }));
    return { key: String(number), trained, ids, symbols, lineEnd: lines?.lineEnd ?? null };
  }

  #work(ask: Numbered, signal: AbortSignal) {
    return { signal, onProgress: progressTeller(this.#context, ask, 'units') };
  }
}

/** @throws CharloomError 'bad-request' for a label that no line is known to have */
function ruleFor(rule: FollowedRule, { ids, lines }: Reading): TextRule | LineEndRule {
  if (rule.kind !== 'label') return rule;
  const { lineEnd = -1, truth = null } = lines ?? {};
  if (truth === null) {
    throw new CharloomError(
      'bad-request',
      sentence`Nobody knows the labels of these lines. Read the held-out lines, or a file whose lines have labels.`,
    );
  }
  const lasts = [...ids.keys()].filter((at) => at + 1 === ids.length || ids[at + 1] === lineEnd);
  return {
    kind: 'line-ends',
    ends: Uint32Array.from(lasts),
    holds: Uint8Array.from(truth, (label) => Number(label === rule.label)),
  };
}

/** As the thread counts units. @throws CharloomError 'bad-request' for one that the model does not have */
function numberOf(
  { layer, part, unit }: UnitName,
  { run, parts, units }: Reading,
  runs: HostContext['library']['runs'],
): number {
  const index = parts.indexOf(part);
  if (index >= 0 && unit < units && layer <= runs.find(run).model.layers) {
    return ((layer - 1) * parts.length + index) * units + unit;
  }
  throw new CharloomError(
    'bad-request',
    sentence`This model has no ${part} ${unit} in layer ${layer}. Choose another unit.`,
  );
}

function nothingRead(isForeign: boolean): CharloomError {
  return new CharloomError(
    'corpus-too-small',
    isForeign
      ? sentence`The model knows none of this text’s characters. Choose a text in the model’s script.`
      : sentence`There is no text. Type or paste one.`,
  );
}
