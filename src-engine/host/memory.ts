// What a model remembers: measured on a checkpoint, and remembered itself, since a checkpoint never changes.

import { lineRoom } from '../corpus/labels.ts';
import { spreadLines } from '../corpus/line-split.ts';
import { maxMeasured, splitText } from '../corpus/split.ts';
import { firstSymbol } from '../corpus/vocabulary.ts';
import { CharloomError } from '../errors.ts';
import { halfLifeOf } from '../insight/half-life.ts';
import type { LensThread } from '../insight/lens-client.ts';
import type { Measured } from '../insight/lens-messages.ts';
import { maxLines } from '../insight/line-memory.ts';
import { maxUsed, minUsed } from '../insight/memory.ts';
import { classOf } from '../insight/symbol-classes.ts';
import type { StoredRun } from '../library/runs.ts';
import { cellOf } from '../cells/index.ts';
import { parametersOf, withParameters } from '../nn/equal-width.ts';
import { cells, symbolClasses } from '../protocol/choices.ts';
import type { MemoryText } from '../protocol/choices.ts';
import type {
  Ask,
  CheckpointId,
  CellEquations,
  Connection,
  EqualModel,
  Memory,
  MemoryCurve,
  ModelSettings,
  RunId,
  TextToRead,
} from '../protocol/index.ts';
import { settingDifferences } from '../protocol/comparison.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import type { SettingKey } from '../protocol/words/settings.ts';
import { modelRows } from '../settings/model.ts';
import { rangeOf } from '../settings/values.ts';
import type { Ids } from '../corpus/symbols.ts';
import type { LinesToRead } from './lines-to-read.ts';
import { keyOf, trainedModel } from './loaded-models.ts';
import type { LoadedModels, SingleModel } from './loaded-models.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { SamplingThread } from './sampling-thread.ts';
import type { TrainingSlot } from './training-slot.ts';

/** Checkpoints whose memory is remembered: about what a run keeps. */
const maxKept = 64;
/** Beside a training run, the lens rests so many times as long as it works. */
const restFactor = 2;
/** Of a layer. */
const maxUnits = rangeOf(modelRows.hidden.schema)?.max ?? 1;
/** Characters that a model without a text writes in order to be measured on them. */
const ownLength = 4001;

type Trained = Pick<StoredRun, 'model' | 'training' | 'totalSteps'>;

/** Lengths are compared as steps; the number of threads changes rounding only. */
const besideSettings: readonly string[] = ['length', 'threads'] satisfies readonly SettingKey[];

function isAlike(one: Trained, other: Trained): boolean {
  if (stepsOf(one) !== stepsOf(other)) return false;
  const differences = settingDifferences([one, other], (_, value) => JSON.stringify(value));
  return differences.every(({ key }) => besideSettings.includes(key));
}

/** Null: that is measured as it begins. */
function stepsOf({ totalSteps, training: { length } }: Trained): number | null {
  return totalSteps ?? (length.kind === 'steps' ? length.steps : null);
}

export class MemoryLens implements Service {
  readonly handlers = {
    'memory.measure': (ask) => this.#measure(ask),
    'memory.equations': (model) => this.#equations(model),
    'memory.equals': ({ run }) => this.#equals(run),
    'memory.connect': (ask) => this.#connect(ask),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #slot: TrainingSlot;
  readonly #sampling: SamplingThread;
  readonly #models: LoadedModels;
  readonly #lines: LinesToRead;
  readonly #kept = new Map<CheckpointId, Promise<Memory>>();
  readonly #thread: LensThread;

  constructor(
    context: HostContext,
    {
      slot,
      thread,
      models,
      lines,
    }: {
      readonly slot: TrainingSlot;
      readonly thread: SamplingThread;
      readonly models: LoadedModels;
      readonly lines: LinesToRead;
    },
  ) {
    this.#context = context;
    this.#slot = slot;
    this.#sampling = thread;
    this.#models = models;
    this.#lines = lines;
    this.#thread = context.engine.startLens();
  }

  close(): Promise<void> {
    return this.#thread.terminate();
  }

  get #lens(): LensThread {
    this.#context.closing.throwIfAborted();
    return this.#thread;
  }

  #measure({ run, checkpoint, text }: Ask<'memory.measure'>): Promise<Memory> {
    const subject = this.#models.findAny(run, checkpoint);
    if (text !== undefined) {
      if (subject.run.labels.length > 0) return this.#measureLines(subject, { kind: 'text', text });
      return this.#measureOn(subject, this.#given(subject, text), 'given');
    }
    const { id } = subject.checkpoint;
    const known = this.#kept.get(id);
    if (known) return known;
    const memory = this.#measureUnasked(subject);
    this.#kept.set(id, memory);
    // A failure must not be remembered as the answer.
    memory.catch(() => this.#kept.delete(id));
    for (const oldest of this.#kept.keys()) if (this.#kept.size > maxKept) this.#kept.delete(oldest);
    return memory;
  }

  async #measureUnasked(subject: SingleModel): Promise<Memory> {
    if (subject.run.labels.length > 0) return this.#measureLines(subject, { kind: 'held-out', run: subject.run.id });
    const heldOut = await this.#heldOut(subject.run);
    if (heldOut) return this.#measureOn(subject, heldOut, 'held-out');
    return this.#measureOn(subject, await this.#written(subject), 'own');
  }

  async #measureOn(subject: SingleModel, ids: Ids, text: MemoryText): Promise<Memory> {
    const measured = await this.#lens.measure({ ids, ...this.#jobOf(subject) });
    return { origin: 'loss', ...memoryOf(subject.checkpoint.step, text, measured) };
  }

  async #measureLines(subject: SingleModel, source: TextToRead): Promise<Memory> {
    const { lines, unseen } = await this.#lines.read(subject, source, this.#context.closing, Infinity);
    if (lines.length === 0) {
      throw new CharloomError(
        'corpus-too-small',
        unseen.length > 0
          ? sentence`The model knows no character of these lines. Give others.`
          : sentence`There is no line to measure a memory on. Give at least one.`,
      );
    }
    const lineEnd = subject.vocabulary.encode('\n');
    const measured = await this.#lens.measureLines({
      lines: spreadLines(lines, maxLines).map((line) => Uint32Array.from([...lineEnd, ...line])),
      ...this.#jobOf(subject),
    });
    const isHeldOut = subject.run.training.validation > 0;
    const text = source.kind === 'text' ? 'given' : isHeldOut ? 'held-out' : 'trained';
    return { origin: 'answer', ...memoryOf(subject.checkpoint.step, text, measured) };
  }

  #jobOf(subject: SingleModel) {
    return {
      trained: trainedModel(subject),
      classOf: Uint8Array.from(subject.vocabulary.symbols, (symbol) => symbolClasses.indexOf(classOf(symbol))),
      classes: symbolClasses.length,
      rest: this.#slot.isTaken ? restFactor : 0,
    };
  }

  /** Null where the text is not here, or too little of it is held out. */
  async #heldOut({ corpus, training }: StoredRun): Promise<Ids | null> {
    const { corpora } = this.#context.library;
    if (!corpora.hasText(corpus)) return null;
    const { train, validation } = splitText(corpora.find(corpus).characters, training);
    const length = Math.min(validation, maxUsed, maxMeasured);
    if (length < minUsed) return null;
    return corpora.loadIds(corpus, { from: train, to: train + length });
  }

  #given({ vocabulary }: SingleModel, text: string): Ids {
    const ids = vocabulary.encode(text);
    if (ids.length >= minUsed) return Uint32Array.from(ids.slice(0, maxUsed));
    throw new CharloomError(
      'corpus-too-small',
      sentence`A memory is measured on at least ${minUsed} characters that the model knows; there are ${ids.length}. Give a longer text.`,
    );
  }

  async #written(subject: SingleModel): Promise<Ids> {
    const { counts } = this.#context.library.corpora.symbols(subject.run.corpus);
    const parts: Uint32Array[] = [];
    await this.#sampling.worker.generate(
      {
        trained: trainedModel(subject),
        symbols: subject.vocabulary.symbols,
        prompt: [],
        first: firstSymbol(subject.vocabulary.symbols, counts),
        sampling: { stages: [], length: ownLength, seed: 1 },
        texts: 1,
      },
      ({ ids }) => parts.push(ids),
      this.#context.closing,
    );
    return Uint32Array.from(parts.flatMap((part) => Array.from(part)));
  }

  #equations(model: Pick<ModelSettings, 'cell' | 'nonlinearity'>): CellEquations {
    const { gates, equations } = cellOf(model);
    return { gates, equations };
  }

  #equals(id: RunId): readonly EqualModel[] {
    const { library } = this.#context;
    const run = library.runs.find(id);
    const { model: own, labels } = run;
    const others = library.runs.list().filter(({ corpus, parent }) => corpus === run.corpus && parent === null);
    const alphabets = { vocabulary: library.runs.alphabet(id).symbols.length, labels: labels.length };
    const wanted = parametersOf(own, alphabets);
    return cells.map((cell) => {
      const model = cell === own.cell ? own : withParameters({ ...own, cell }, alphabets, wanted, maxUnits);
      const alike = others.filter((other) => isAlike(other, { ...run, model })).map((other) => other.id);
      return { model, parameters: parametersOf(model, alphabets), alike };
    });
  }

  async #connect({ run, checkpoint, text, at: wanted }: Ask<'memory.connect'>): Promise<Connection> {
    const subject = this.#models.findAny(run, checkpoint);
    const { vocabulary } = subject;
    const { labels, training } = subject.run;
    const all = vocabulary.cut(text);
    const at = wanted ?? Math.max(0, all.length - 1);
    if (at >= all.length) {
      throw new CharloomError(
        'settings-invalid',
        sentence`The text has ${amount(all.length, 'character')}, counted from 0; there is no character ${at}. Give a smaller number.`,
      );
    }
    const known = all
      .flatMap((symbol, position) => {
        const id = vocabulary.idOf(symbol);
        return id === undefined ? [] : [{ id, position }];
      })
      // Of a line no more is read than in training.
      .slice(0, labels.length === 0 ? undefined : Math.max(1, lineRoom(training.sequence)));
    const before = labels.length === 0 ? [] : vocabulary.encode('\n');
    const last = known.findLastIndex(({ position }) => position <= at);
    if (last < 0) {
      throw new CharloomError(
        'bad-request',
        sentence`The model knows no character up to that position. Choose a later one.`,
      );
    }
    const { next, probability, norms } = await this.#lens.connect({
      key: keyOf(subject.checkpoint),
      trained: trainedModel(subject),
      ids: [...before, ...known.map(({ id }) => id)],
      at: before.length + last,
      next: known.at(last + 1)?.id ?? null,
    });
    const placed = new Float32Array(at + 1).fill(NaN);
    norms.subarray(before.length).forEach((norm, index) => (placed[known[index].position] = norm));
    return {
      step: subject.checkpoint.step,
      lengths: Uint16Array.from(all, ({ length }) => length),
      at,
      next: labels.length === 0 ? vocabulary.symbols[next] : labels[next],
      probability,
      norms: placed,
      unseen: [...new Set(all.filter((symbol) => vocabulary.idOf(symbol) === undefined))],
    };
  }
}

function memoryOf(
  step: number,
  text: MemoryText,
  { layers, classes, counts, positions }: Measured,
): Omit<Memory, 'origin'> {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return {
    step,
    text,
    positions,
    layers: layers.map((relative, index) => ({ layer: index + 1, ...curveOf(relative) })),
    classes: symbolClasses.flatMap((symbols, index) =>
      counts[index] === 0 ? [] : [{ symbols, share: counts[index] / all, ...curveOf(classes[index]) }],
    ),
  };
}

function curveOf(relative: Float64Array): MemoryCurve {
  const norms = Array.from(relative);
  return { halfLife: halfLifeOf(norms), norms };
}
