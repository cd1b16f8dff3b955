// What could come next: the distribution after every stage. As a slider moves, the same logits are asked for again and
// again; of a blend only their mixture changes. So a few are remembered.

import { createRandom } from '../random/xoshiro.ts';
import { mixLogits } from '../sampling/blend.ts';
import { contextOf } from '../sampling/context.ts';
import { SamplingPipeline } from '../sampling/pipeline.ts';
import { refuseNonsense } from '../sampling/unusable.ts';
import type { Ask, Distribution } from '../protocol/index.ts';
import { keyOf, readingOf, trainedModel } from './loaded-models.ts';
import type { LoadedModel, LoadedModels } from './loaded-models.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { notesOn } from './sample-endings.ts';
import type { SamplingThread } from './sampling-thread.ts';

/** Contexts whose logits are remembered: one for each model of a blend, and a few that were looked at before. */
const maxKept = 16;

export class SampleDistributions implements Service {
  readonly handlers = {
    'sample.distribution': (ask) => this.#distribution(ask),
  } satisfies Partial<Handlers>;

  readonly #library: HostContext['library'];
  readonly #thread: SamplingThread;
  readonly #models: LoadedModels;
  readonly #kept = new Map<string, Promise<Float32Array>>();

  constructor({ library }: HostContext, thread: SamplingThread, models: LoadedModels) {
    this.#library = library;
    this.#thread = thread;
    this.#models = models;
  }

  async #distribution(asked: Ask<'sample.distribution'>): Promise<Distribution> {
    const { context: text, stages, seed, decoding, ...ask } = asked;
    const loaded = this.#models.find(ask);
    const { symbols } = loaded.vocabulary;
    refuseNonsense({ stages }, this.#library.runs.alphabet(loaded.run.id).unit);
    const logits = await this.#logitsAt(loaded, text);
    const pipeline = new SamplingPipeline(stages, symbols, createRandom(seed));
    pipeline.begin(contextOf(readingOf(loaded, text)));
    const notes = notesOn(loaded.vocabulary, { stages, ...(decoding && { decoding }) });
    return { step: loaded.checkpoint.step, symbols, stages: pipeline.view(logits), notes };
  }

  /** (V of the model) */
  async #logitsAt(loaded: LoadedModel, text: string): Promise<Float32Array> {
    const opinions = await Promise.all(
      loaded.members.map(async (member, index) => ({
        weight: member.weight,
        own: loaded.own[index],
        logits: await this.#nextLogits(member, text),
      })),
    );
    if (opinions.length === 1) return opinions[0].logits;
    const mixed = new Float32Array(loaded.vocabulary.symbols.length);
    mixLogits(opinions, mixed);
    return mixed;
  }

  #nextLogits(
    { run, checkpoint, vocabulary, first }: LoadedModel['members'][number],
    text: string,
  ): Promise<Float32Array> {
    const prompt = vocabulary.encode(text);
    const key = `${checkpoint.id}:${prompt.join()}`;
    const known = this.#kept.get(key);
    if (known) return known;
    const trained = trainedModel({ run, vocabulary, checkpoint });
    const logits = this.#thread.worker.nextLogits({ key: keyOf(checkpoint), trained, prompt, first });
    this.#kept.set(key, logits);
    // A failure must not be remembered as the answer.
    logits.catch(() => this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) if (this.#kept.size > maxKept) this.#kept.delete(oldest);
    return logits;
  }
}
