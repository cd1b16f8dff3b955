// What a run would be, before it starts: presets, the table of layers, memory, and the time it would take here.

import { splitText } from '../corpus/split.ts';
import { CharloomError } from '../errors.ts';
import type { Ask, CorpusId, Length, ModelSummary, Preset, TrainingSettings } from '../protocol/index.ts';
import { defaultTraining } from '../settings/defaults.ts';
import { checkAgainstCorpus } from '../settings/fit.ts';
import { passesOf, passesWarning } from '../settings/passes.ts';
import { makePresets, suggestedPreset } from '../settings/presets.ts';
import { warningsFor } from '../settings/warnings.ts';
import { suggestionFor } from './catalogue.ts';
import type { Handlers, HostContext, Service, SizedJob } from './context.ts';
import type { Peak } from './peak.ts';
import type { TrainingSlot } from './training-slot.ts';

/** A WebAssembly memory holds no more. */
const maxMemory = 4 * 2 ** 30 - 2 ** 16;

export class RunPlans implements Service {
  readonly handlers = {
    'run.presets': ({ corpus }) => this.#presets(corpus),
    'run.plan': (ask) => this.#plan(ask),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #slot: TrainingSlot;
  readonly #peak: Peak;
  readonly #speeds = new Map<string, number>();
  /** Two calibrations at once would halve each other. */
  #measuring: Promise<unknown> = Promise.resolve();

  constructor(context: HostContext, slot: TrainingSlot, peak: Peak) {
    this.#context = context;
    this.#slot = slot;
    this.#peak = peak;
  }

  /** @throws CharloomError 'corpus-too-small', or 'settings-invalid' where the memory would not suffice */
  check(job: SizedJob, characters: number): void {
    checkAgainstCorpus(job.training, characters);
    const trainCharacters = splitText(characters, job.training).train;
    const { memoryBytes } = this.#context.engine.summarize({ ...job, trainCharacters });
    if (memoryBytes <= maxMemory) return;
    throw new CharloomError(
      'settings-invalid',
      `This model needs ${(memoryBytes / 2 ** 30).toFixed(1)} GB of memory to train, and 4 GB can be had. ` +
        'Choose fewer units or layers, a smaller batch or a shorter sequence.',
    );
  }

  #presets(corpus: CorpusId): readonly Preset[] {
    const { library, processors, catalogue } = this.#context;
    const { characters, vocabulary, source } = library.corpora.find(corpus);
    const training = defaultTraining(processors);
    const single = this.#peak.measured();
    const gigaflops = single === null ? null : single * training.threads;
    const suggestion = suggestionFor(catalogue, source);
    return [
      ...(suggestion ? [suggestedPreset(suggestion, characters, training)] : []),
      ...makePresets({ characters, vocabulary, gigaflops, training }),
    ];
  }

  async #plan({ corpus, model, training }: Ask<'run.plan'>): Promise<ModelSummary> {
    const { characters, vocabulary } = this.#context.library.corpora.find(corpus);
    const job = { model, training, vocabulary };
    this.check(job, characters);
    const trainCharacters = splitText(characters, training).train;
    const planned = this.#context.engine.summarize({ ...job, trainCharacters });
    const charactersPerSecond = await this.#speedOf(job);
    const seconds = secondsOf(training, planned.stepsPerEpoch, charactersPerSecond);
    const passes = passesOf(training, planned.stepsPerEpoch, charactersPerSecond);
    const learned = passesWarning({
      model,
      training,
      parameters: planned.parameters,
      characters: trainCharacters,
      passes,
    });
    const warnings = [...warningsFor(model, training), ...(learned === null ? [] : [learned])];
    return { ...planned, charactersPerSecond, seconds, warnings };
  }

  /** Characters a second; null while a run trains. */
  async #speedOf(job: SizedJob): Promise<number | null> {
    const { batch, sequence, threads, optimizer, averaging } = job.training;
    const key = JSON.stringify([job.model, job.vocabulary, batch, sequence, threads, optimizer, averaging > 0]);
    const known = this.#speeds.get(key);
    if (known !== undefined) return known;
    const measured = this.#measuring.then(
      async () => this.#speeds.get(key) ?? (this.#slot.isTaken ? null : await this.#context.engine.measureSpeed(job)),
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
