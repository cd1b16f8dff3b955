// Short texts that are answered with at once and not kept: drafts, and kept samples that are written again from their
// receipts.

import { CharloomError } from '../errors.ts';
import type {
  BlendedModel,
  BlendPart,
  CheckpointChoice,
  Clamp,
  SampleDraft,
  RunId,
  SampleDetail,
} from '../protocol/index.ts';
import type { SamplingSettings } from '../protocol/settings.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import { decodingOf, decodings } from '../sampling/decodings/index.ts';
import { readingOf } from './loaded-models.ts';
import type { Blend, TrainedModel } from '../sampling/types.ts';
import type { LoadedModel, LoadedModels } from './loaded-models.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { endingOf, refuseVain } from './sample-endings.ts';
import type { SamplingThread } from './sampling-thread.ts';
import type { Tasks } from './tasks.ts';

/** Nothing of a draft shows before its end. */
const maxDraftLength = 5_000;

/** What is written, and until when. */
interface Drafting {
  readonly prompt: string;
  readonly sampling: SamplingSettings;
  readonly clamps?: readonly Clamp[] | undefined;
  readonly signal: AbortSignal;
}

export class SampleDrafts implements Service {
  readonly handlers = {
    'sample.draft': ({ prompt, sampling, clamps, ...ask }) => {
      if (sampling.length > maxDraftLength) {
        throw new CharloomError('settings-invalid', sentence`A draft has at most ${maxDraftLength} characters.`);
      }
      const loaded = this.#models.find(ask);
      refuseVain(loaded.vocabulary, this.#library.runs.alphabet(loaded.run.id).unit, prompt, sampling);
      return this.#tasks.run(ask, (signal) => this.#draft(loaded, { prompt, sampling, clamps, signal }));
    },

    'sample.replay': async ({ sample: id }) => {
      const sample = this.#library.samples.find(id);
      const text = await this.#replay(sample, this.#modelOf(sample));
      return { identical: text === sample.text, text };
    },
  } satisfies Partial<Handlers>;

  readonly #library: HostContext['library'];
  readonly #thread: SamplingThread;
  readonly #models: LoadedModels;
  readonly #tasks: Tasks;

  constructor(
    { library }: HostContext,
    { thread, models, tasks }: { thread: SamplingThread; models: LoadedModels; tasks: Tasks },
  ) {
    this.#library = library;
    this.#thread = thread;
    this.#models = models;
    this.#tasks = tasks;
  }

  async #draft(loaded: LoadedModel, { prompt, sampling, clamps = [], signal }: Drafting): Promise<SampleDraft> {
    const { vocabulary } = loaded;
    const reading = readingOf(loaded, prompt);
    let text = '';
    const lengths: number[] = [];
    const surprisals: number[] = [];
    await this.#thread.worker.generate(
      { ...reading, trained: holdUnits(reading.trained, clamps), sampling, texts: 1 },
      (drawn) => {
        text += vocabulary.decode(drawn.ids);
        for (const id of drawn.ids) lengths.push(vocabulary.symbols[id].length);
        for (const bits of drawn.surprisals) surprisals.push(bits);
      },
      signal,
    );
    // Half a draft is none.
    signal.throwIfAborted();
    return {
      step: loaded.checkpoint.step,
      fed: vocabulary.fed(prompt),
      text,
      lengths: Uint8Array.from(lengths),
      surprisals: Float32Array.from(surprisals),
      ...endingOf(vocabulary, { prompt, text, sampling }),
    };
  }

  /** As far as it was kept: it may have been stopped. */
  async #replay(sample: SampleDetail, loaded: LoadedModel): Promise<string> {
    const { settlesSymbols } = decodings[decodingOf(sample.sampling).kind];
    const length = settlesSymbols ? loaded.vocabulary.encode(sample.text).length : sample.sampling.length;
    const { prompt } = sample;
    const sampling = { ...sample.sampling, length };
    const { text } = await this.#draft(loaded, { prompt, sampling, signal: new AbortController().signal });
    return text;
  }

  /** @throws CharloomError 'no-checkpoint' where one that took part is gone, or is not what it was */
  #modelOf(sample: SampleDetail): LoadedModel {
    const { run, checkpoint, blend = [] } = sample;
    const proofs = this.#library.samples.proofsOf(sample.id);
    const parts = [
      { run, checkpoint, sha256: proofs.lead },
      ...blend.map((part, index) => ({ ...part, sha256: proofs.blend[index] })),
    ];
    const isWhole = parts.every(({ run, checkpoint: id, sha256 }) => id !== null && this.#proves(run, { id }, sha256));
    if (checkpoint !== null && isWhole)
      return this.#models.find({ run, checkpoint: { id: checkpoint }, ...blendOf(blend) });
    throw new CharloomError(
      'no-checkpoint',
      blend.length === 0
        ? sentence`The checkpoint of step ${sample.step} that wrote this text is not kept any more, so it cannot be written again.`
        : sentence`A checkpoint that took part in writing this text is not kept any more, so it cannot be written again.`,
    );
  }

  #proves(run: RunId, choice: CheckpointChoice, sha256: string): boolean {
    try {
      this.#library.runs.find(run);
      return this.#models.parametersOf(run, choice).sha256 === sha256;
    } catch (error) {
      if (error instanceof CharloomError && (error.code === 'no-checkpoint' || error.code === 'not-found'))
        return false;
      throw error;
    }
  }
}

/** As an ask has it. */
function blendOf(models: readonly BlendedModel[]): { readonly blend?: readonly BlendPart[] } {
  if (models.length === 0) return {};
  return { blend: models.map(({ run, checkpoint: id, weight }) => ({ run, checkpoint: { id }, weight })) };
}

/** @throws CharloomError 'bad-request' where there is no such unit, or several models write */
function holdUnits(trained: TrainedModel | Blend, clamps: readonly Clamp[]): TrainedModel | Blend {
  if (clamps.length === 0) return trained;
  if ('members' in trained) {
    throw new CharloomError(
      'bad-request',
      sentence`Units can be held in one model alone. Take the others out of the blend.`,
    );
  }
  const { layers, hidden } = trained.model;
  const stray = clamps.find(({ layer, unit }) => layer > layers || unit >= hidden);
  if (stray === undefined) return { ...trained, clamps };
  throw new CharloomError(
    'bad-request',
    sentence`This model has no unit ${stray.unit} in layer ${stray.layer}; it has ${amount(layers, 'layer')} of ${amount(hidden, 'unit')}. Choose another one.`,
  );
}
