// How a text that somebody types could go on. What is asked for newly supersedes what is still being looked for.

import { CharloomError } from '../errors.ts';
import type { Answer, Ask } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { keyOf, trainedModel } from './loaded-models.ts';
import type { LoadedModels } from './loaded-models.ts';
import type { Handlers, Service } from './context.ts';
import type { SamplingThread } from './sampling-thread.ts';

export class SampleCompletions implements Service {
  readonly handlers = {
    'sample.complete': (ask) => this.#complete(ask),
  } satisfies Partial<Handlers>;

  readonly #thread: SamplingThread;
  readonly #models: LoadedModels;
  #newest: AbortController | null = null;

  constructor(thread: SamplingThread, models: LoadedModels) {
    this.#thread = thread;
    this.#models = models;
  }

  close(): Promise<void> {
    this.#newest?.abort();
    return Promise.resolve();
  }

  async #complete({
    run,
    checkpoint: choice,
    context: text,
    ...wishes
  }: Ask<'sample.complete'>): Promise<Answer<'sample.complete'>> {
    this.#newest?.abort();
    const controller = (this.#newest = new AbortController());
    const [{ run: stored, checkpoint, vocabulary, first }] = this.#models.find({ run, checkpoint: choice }).members;
    const completions = await this.#thread.worker.complete(
      {
        key: keyOf(checkpoint),
        trained: trainedModel({ run: stored, vocabulary, checkpoint }),
        symbols: vocabulary.symbols,
        prompt: vocabulary.encode(text),
        first,
        ...wishes,
      },
      controller.signal,
    );
    if (completions === null) throw new CharloomError('cancelled', sentence`Something newer was asked for.`);
    return {
      step: checkpoint.step,
      completions: completions.map(({ ids, probability }) => ({ text: vocabulary.decode(ids), probability })),
    };
  }
}
