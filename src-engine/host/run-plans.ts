// What a run would be, before it starts: presets, the table of layers, memory, and the time it would take here.

import { setTimeout as pause } from 'node:timers/promises';
import { CharloomError } from '../errors.ts';
import type { StoredRun } from '../library/runs.ts';
import type { Ask, CorpusId, Length, ModelSummary, TextPreset, TrainingSettings } from '../protocol/index.ts';
import { checkTrainingMemory, isTrainable } from '../settings/machine-memory.ts';
import { passesOf, passesWarning } from '../settings/passes.ts';
import { makeLabelPresets, makePresets, suggestedPreset } from '../settings/presets.ts';
import { cutWarnings, warningsFor } from '../settings/warnings.ts';
import { suggestionFor } from './catalogue.ts';
import type { Handlers, HostContext, Service, SizedJob } from './context.ts';
import type { Peak } from './peak.ts';
import type { TrainingSlot } from './training-slot.ts';
import type { TextSizes, TrainingTexts } from './training-texts.ts';

/**
 * The threads of a run that has just ended give its memory back a little later: so often, and after so long, it is
 * looked at again.
 */
const looksAtMemory = 6;
const millisecondsBetweenLooks = 200;

export interface PlanParts {
  readonly slot: TrainingSlot;
  readonly peak: Peak;
  readonly texts: TrainingTexts;
}

export class RunPlans implements Service {
  readonly handlers = {
    'run.presets': ({ corpus }) => this.#presets(corpus),
    'run.plan': (ask) => this.#plan(ask),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #parts: PlanParts;
  readonly #speeds = new Map<string, number>();
  /** Two calibrations at once would halve each other. */
  #measuring: Promise<unknown> = Promise.resolve();

  constructor(context: HostContext, parts: PlanParts) {
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * @returns what the run would train on
   * @throws CharloomError 'corpus-too-small', or 'settings-invalid' where the memory would not suffice or there are no
   * labels
   */
  async check({ corpus, model, training }: Ask<'run.plan'>): Promise<TextSizes> {
    const { vocabulary } = this.#context.library.corpora.find(corpus);
    const sizes = await this.#parts.texts.sizesOf(corpus, training);
    const job = { model, training, vocabulary, ...sizes, labels: sizes.labels.length };
    await this.#checkMemory(this.#context.engine.summarize(job).memoryBytes);
    return sizes;
  }

  /** The same of a run that is there, whose memory may not suffice any more, or not on this machine. */
  async checkMemoryOf(run: StoredRun): Promise<void> {
    await this.#checkMemory(this.#bytesOf(run));
  }

  #bytesOf(run: StoredRun): number {
    const vocabulary = this.#context.library.runs.symbols(run.id).length;
    return this.#context.engine.summarize({ ...run, vocabulary, labels: run.labels.length }).memoryBytes;
  }

  /** @throws CharloomError 'settings-invalid' */
  async #checkMemory(needed: number): Promise<void> {
    let available = this.#availableMemory();
    for (let look = 1; isTrainable(needed) && needed > available && look < looksAtMemory; look++) {
      await pause(millisecondsBetweenLooks);
      available = this.#availableMemory();
    }
    checkTrainingMemory(needed, available);
  }

  /** One run trains at a time: the next one has what this one gives back. */
  #availableMemory(): number {
    const { slot } = this.#parts;
    const held = slot.trains === null ? 0 : this.#bytesOf(slot.trains);
    return this.#context.availableMemory() + held;
  }

  async #presets(corpus: CorpusId): Promise<readonly TextPreset[]> {
    const { library, preferred, catalogue } = this.#context;
    const { characters, vocabulary, source } = library.corpora.find(corpus);
    const training = preferred.training();
    const single = this.#parts.peak.measured();
    const gigaflops = single === null ? null : single * training.threads;
    const suggestion = suggestionFor(catalogue, source);
    const labelled = await this.#parts.texts.labelledBasis(corpus);
    const presets = [
      ...(suggestion ? [suggestedPreset(suggestion, characters, training)] : []),
      ...(labelled ? makeLabelPresets({ ...labelled, vocabulary, gigaflops, training }) : []),
      ...makePresets({ characters, vocabulary, gigaflops, training }),
    ];
    return Promise.all(
      presets.map(async (preset) => ({ ...preset, isRefused: await this.#refuses(corpus, preset.training) })),
    );
  }

  /** Whether the text has too little for these settings. */
  async #refuses(corpus: CorpusId, training: TrainingSettings): Promise<boolean> {
    try {
      await this.#parts.texts.sizesOf(corpus, training);
      return false;
    } catch (error) {
      if (error instanceof CharloomError && error.code === 'corpus-too-small') return true;
      throw error;
    }
  }

  async #plan({ corpus, model, training }: Ask<'run.plan'>): Promise<ModelSummary> {
    const { vocabulary } = this.#context.library.corpora.find(corpus);
    const sizes = await this.check({ corpus, model, training });
    const job = { model, training, vocabulary, labels: sizes.labels.length };
    const planned = this.#context.engine.summarize({ ...sizes, ...job });
    const charactersPerSecond = await this.#speedOf(job);
    const seconds = secondsOf(training, planned.stepsPerEpoch, charactersPerSecond);
    const passes = passesOf(training, planned.stepsPerEpoch, charactersPerSecond);
    const { parameters } = planned;
    const learned = passesWarning({ model, training, parameters, characters: sizes.trainCharacters, passes });
    const warnings = [
      ...warningsFor(model, training),
      ...(learned === null ? [] : [learned]),
      ...cutWarnings(training, sizes.cutLines),
    ];
    return { ...planned, charactersPerSecond, seconds, warnings };
  }

  /** Characters a second; null while a run trains. */
  async #speedOf(job: SizedJob): Promise<number | null> {
    const { batch, sequence, threads, optimizer, averaging } = job.training;
    const key = JSON.stringify([
      job.model,
      job.vocabulary,
      job.labels,
      batch,
      sequence,
      threads,
      optimizer,
      averaging > 0,
    ]);
    const known = this.#speeds.get(key);
    if (known !== undefined) return known;
    const measured = this.#measuring.then(
      async () =>
        this.#speeds.get(key) ?? (this.#parts.slot.isTaken ? null : await this.#context.engine.measureSpeed(job)),
    );
    this.#measuring = measured.catch(() => null);
    const speed = await measured;
    if (speed !== null) this.#speeds.set(key, speed);
    return speed;
  }
}

function secondsOf(
  training: TrainingSettings,
  stepsPerEpoch: number,
  charactersPerSecond: number | null,
): number | null {
  if (training.length.kind === 'minutes') return training.length.minutes * 60;
  if (charactersPerSecond === null) return null;
  const charactersPerStep = training.batch * training.sequence * training.accumulate;
  return (stepsOf(training.length, stepsPerEpoch) * charactersPerStep) / charactersPerSecond;
}

function stepsOf(length: Exclude<Length, { kind: 'minutes' }>, stepsPerEpoch: number): number {
  return length.kind === 'steps' ? length.steps : length.epochs * stepsPerEpoch;
}
