// How much a model is surprised by a text: symbol by symbol, or as a mean over all of it.

import type { Answer, Ask, CheckpointChoice, RunId } from '../protocol/index.ts';
import type { Ids } from '../corpus/symbols.ts';
import { readingOf, trainedModel } from './loaded-models.ts';
import type { LoadedModels } from './loaded-models.ts';
import type { Handlers, Service } from './context.ts';
import type { SamplingThread } from './sampling-thread.ts';

export class SampleScores implements Service {
  readonly handlers = {
    'sample.weigh': (ask) => this.#weigh(ask),
  } satisfies Partial<Handlers>;

  readonly #thread: SamplingThread;
  readonly #models: LoadedModels;

  constructor(thread: SamplingThread, models: LoadedModels) {
    this.#thread = thread;
    this.#models = models;
  }

  /** Mean loss of every id but the first, in nats. */
  score(
    run: RunId,
    choice: CheckpointChoice,
    ids: Ids,
  ): Promise<{ readonly characters: number; readonly nats: number }> {
    return this.#thread.worker.score({ trained: trainedModel(this.#models.findSingle(run, choice)), ids });
  }

  /** The loss of every id by itself, in nats; NaN for the first. */
  scoreEach(run: RunId, choice: CheckpointChoice, ids: Ids, signal: AbortSignal): Promise<Float32Array> {
    const trained = trainedModel(this.#models.findSingle(run, choice));
    return this.#thread.worker.scoreEach({ trained, ids }, { signal, onProgress() {} });
  }

  async #weigh({ prompt, text, ...ask }: Ask<'sample.weigh'>): Promise<Answer<'sample.weigh'>> {
    const loaded = this.#models.find(ask);
    const { trained, prompt: read, first } = readingOf(loaded, prompt);
    const { lengths, known, spread } = loaded.vocabulary.align(text);
    const surprisals = await this.#thread.worker.weigh({ trained, prompt: read, first, text: known });
    return { lengths, surprisals: spread(surprisals) };
  }
}
