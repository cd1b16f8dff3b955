// How much a model is surprised by a text: symbol by symbol, or as a mean over all of it.

import { makeVocabulary } from '../corpus/vocabulary.ts';
import type { Answer, Ask, CheckpointChoice, RunId } from '../protocol/index.ts';
import type { TrainedModel } from '../sampling/types.ts';
import type { Ids } from '../training/types.ts';
import { readingOf, refuseLabels, trainedModel } from './loaded-models.ts';
import type { LoadedModels } from './loaded-models.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import type { SamplingThread } from './sampling-thread.ts';

export class SampleScores implements Service {
  readonly handlers = {
    'sample.weigh': (ask) => this.#weigh(ask),
  } satisfies Partial<Handlers>;

  readonly #library: HostContext['library'];
  readonly #thread: SamplingThread;
  readonly #models: LoadedModels;

  constructor({ library }: HostContext, thread: SamplingThread, models: LoadedModels) {
    this.#library = library;
    this.#thread = thread;
    this.#models = models;
  }

  /** Mean loss of every id but the first, in nats. */
  score(
    run: RunId,
    choice: CheckpointChoice,
    ids: Ids,
  ): Promise<{ readonly characters: number; readonly nats: number }> {
    return this.#thread.worker.score({ trained: this.#trained(run, choice), ids });
  }

  /** The loss of every id by itself, in nats; NaN for the first. */
  scoreEach(run: RunId, choice: CheckpointChoice, ids: Ids, signal: AbortSignal): Promise<Float32Array> {
    return this.#thread.worker.scoreEach({ trained: this.#trained(run, choice), ids }, { signal, onProgress() {} });
  }

  #trained(id: RunId, choice: CheckpointChoice): TrainedModel {
    const run = this.#library.runs.find(id);
    refuseLabels(run);
    const vocabulary = makeVocabulary(this.#library.runs.alphabet(id));
    return trainedModel({ run, vocabulary, checkpoint: this.#models.parametersOf(id, choice) });
  }

  async #weigh({ prompt, text, ...ask }: Ask<'sample.weigh'>): Promise<Answer<'sample.weigh'>> {
    const loaded = this.#models.find(ask);
    const { trained, prompt: read, first, symbols } = readingOf(loaded, prompt);
    const ids = loaded.vocabulary.encode(text);
    const surprisals = await this.#thread.worker.weigh({ trained, prompt: read, first, text: ids });
    return { lengths: Uint8Array.from(ids, (id) => symbols[id].length), surprisals };
  }
}
