// Single units of a model along a text: their values, what they follow, which are active together, and where else they
// are alike. A thread of its own reads and computes; here is kept which model read which text.

import { splitText } from '../corpus/split.ts';
import { CharloomError } from '../errors.ts';
import type { UnitsThread } from '../insight/units/client.ts';
import type { ReadJob } from '../insight/units/messages.ts';
import { maxSymbolsOf } from '../insight/units/states.ts';
import { visiblePartsOf } from '../cells/cell.ts';
import { cellOf } from '../cells/index.ts';
import type { Answer, Ask, CheckpointId, RunId, UnitName } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Ids } from '../corpus/symbols.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { trainedModel } from './loaded-models.ts';
import type { LoadedModels } from './loaded-models.ts';
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
        this.#thread.ask(this.#jobOf(ask.reading), { kind: 'search', rule: ask.rule }, this.#work(ask, signal)),
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
  readonly #tasks: Tasks;
  readonly #thread: UnitsThread;
  readonly #readings = new Map<number, Reading>();
  #opened = 0;
  /** The text that was searched last. */
  #searched: Searched | null = null;

  constructor(
    context: HostContext,
    { models, texts, tasks }: { models: LoadedModels; texts: TextsToRead; tasks: Tasks },
  ) {
    this.#context = context;
    this.#models = models;
    this.#texts = texts;
    this.#tasks = tasks;
    this.#thread = context.engine.startUnitsThread();
  }

  close(): Promise<void> {
    return this.#thread.terminate();
  }

  async #open(ask: Ask<'units.open'>, signal: AbortSignal): Promise<Answer<'units.open'>> {
    const { run, checkpoint, vocabulary } = this.#models.findSingle(ask.run, ask.checkpoint);
    const { model } = run;
    const parts = visiblePartsOf(cellOf(model));
    const max = maxSymbolsOf(model.layers * parts.length * model.hidden);
    const { text: whole, ...read } = await this.#texts.read(ask.source, signal, max);
    const known = vocabulary.cut(whole).filter((symbol) => vocabulary.idOf(symbol) !== undefined);
    if (known.length === 0) throw nothingRead(whole.length > 0);
    const reading = this.#keep({
      run: ask.run,
      checkpoint: checkpoint.id,
      title: read.title,
      ids: Uint32Array.from(known, (symbol) => vocabulary.idOf(symbol) ?? 0),
      symbols: vocabulary.symbols,
      parts,
      units: model.hidden,
    });
    const shape = await this.#thread.ask(this.#jobOf(reading), { kind: 'open' }, this.#work(ask, signal));
    return {
      ...read,
      ...shape,
      text: known.join(''),
      reading,
      step: checkpoint.step,
      lengths: Uint8Array.from(known, (symbol) => symbol.length),
      unseen: vocabulary.unseen(whole).map(({ symbol }) => symbol),
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
    const text = await this.#textToSearch(reading.run);
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
  async #textToSearch(id: RunId): Promise<Searched | null> {
    const { runs, corpora } = this.#context.library;
    const run = runs.find(id);
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
    const { run, checkpoint, ids, symbols } = this.#find(number);
    const trained = trainedModel(this.#models.findSingle(run, { id: checkpoint }));
    return { key: String(number), trained, ids, symbols };
  }

  #work(ask: Numbered, signal: AbortSignal) {
    return { signal, onProgress: progressTeller(this.#context, ask, 'units') };
  }
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
