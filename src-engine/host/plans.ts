// What a run would be, before it starts: presets, the table of layers, memory, and the time it would take here.

import { splitText } from '../corpus/split.ts';
import { CharloomError } from '../errors.ts';
import type { Length, ModelSummary, TrainingSettings } from '../protocol/index.ts';
import { defaultTraining } from '../settings/defaults.ts';
import { checkAgainstCorpus } from '../settings/fit.ts';
import { makePresets, suggestedPreset } from '../settings/presets.ts';
import { warningsFor } from '../settings/warnings.ts';
import { suggestionFor } from './catalogue.ts';
import type { Handlers, HostContext, SizedJob } from './context.ts';
import type { Peak } from './peak.ts';

/** A WebAssembly memory holds no more. */
const mostMemory = 4 * 2 ** 30 - 2 ** 16;

export interface PlansDesk {
  readonly handlers: Pick<Handlers, 'run.presets' | 'run.plan'>;
  /** @throws CharloomError 'corpus-too-small', or 'settings-invalid' where the memory would not suffice */
  check(job: SizedJob, characters: number): void;
}

/** @param isTraining while a run trains, nothing can be measured beside it */
export function createPlansDesk(context: HostContext, peak: Peak, isTraining: () => boolean): PlansDesk {
  const { library, engine, processors } = context;
  const speeds = new Map<string, number>();
  /** Two calibrations at once would halve each other. */
  let measuring: Promise<unknown> = Promise.resolve();

  function check(job: SizedJob, characters: number): void {
    checkAgainstCorpus(job.training, characters);
    const trainCharacters = splitText(characters, job.training).train;
    const { memoryBytes } = engine.summarize({ ...job, trainCharacters });
    if (memoryBytes <= mostMemory) return;
    throw new CharloomError(
      'settings-invalid',
      `This model needs ${(memoryBytes / 2 ** 30).toFixed(1)} GB of memory to train, and 4 GB can be had. ` +
        'Choose fewer units or layers, a smaller batch or a shorter sequence.',
    );
  }

  async function speedOf(job: SizedJob): Promise<number | null> {
    const { batch, sequence, threads, optimizer, averaging } = job.training;
    const key = JSON.stringify([job.model, job.vocabulary, batch, sequence, threads, optimizer, averaging > 0]);
    const known = speeds.get(key);
    if (known !== undefined) return known;
    const measured = measuring.then(
      async () => speeds.get(key) ?? (isTraining() ? null : await engine.measureSpeed(job)),
    );
    measuring = measured.catch(() => null);
    const speed = await measured;
    if (speed !== null) speeds.set(key, speed);
    return speed;
  }

  return {
    check,
    handlers: {
      'run.presets'({ corpus }) {
        const { characters, vocabulary, source } = library.corpora.find(corpus);
        const training = defaultTraining(processors);
        const single = isTraining() ? peak.known() : peak.measured();
        const gigaflops = single === null ? null : single * training.threads;
        const suggestion = suggestionFor(context.catalogue, source);
        return [
          ...(suggestion ? [suggestedPreset(suggestion, characters, training)] : []),
          ...makePresets({ characters, vocabulary, gigaflops, training }),
        ];
      },

      async 'run.plan'({ corpus, model, training }): Promise<ModelSummary> {
        const { characters, vocabulary } = library.corpora.find(corpus);
        const job = { model, training, vocabulary };
        check(job, characters);
        const planned = engine.summarize({
          ...job,
          trainCharacters: splitText(characters, training).train,
        });
        const charactersPerSecond = await speedOf(job);
        const seconds = secondsOf(training, planned.stepsPerEpoch, charactersPerSecond);
        return { ...planned, charactersPerSecond, seconds, warnings: warningsFor(model, training) };
      },
    },
  };
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
