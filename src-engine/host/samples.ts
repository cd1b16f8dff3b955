// Kept samples: shown, named, starred, taken away and brought back. And what a run's model would leave out of a prompt.

import { makeVocabulary } from '../corpus/vocabulary.ts';
import type { SampleDetail, SampleId } from '../protocol/index.ts';
import type { LoadedModels } from './loaded-models.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { explained } from './sample-endings.ts';

export class Samples implements Service {
  readonly handlers = {
    'sample.unseen': ({ run, prompt }) => makeVocabulary(this.#library.runs.alphabet(run)).unseen(prompt),

    'sample.list': ({ count, ...search }) => this.#library.samples.search(search, count),

    'sample.show': ({ sample }) => this.#explained(this.#library.samples.find(sample)),

    'sample.family': ({ sample }) => this.#library.samples.family(sample),

    'sample.edit': ({ sample, ...marks }) => {
      this.#library.samples.edit(sample, marks);
      this.#context.changes.samples([sample]);
      const { prompt: _prompt, text: _text, ...summary } = this.#library.samples.find(sample);
      return summary;
    },

    'sample.delete': ({ sample }) => {
      this.#library.samples.delete(sample);
      this.#context.changes.samplesGone([sample]);
      return {};
    },

    'sample.prune': ({ sample }) => {
      const samples: readonly SampleId[] = this.#library.samples.prune(sample);
      this.#context.changes.samplesGone(samples);
      return { samples };
    },

    'sample.restore': ({ samples }) => {
      this.#library.samples.restore(samples);
      this.#context.changes.samplesBack();
      return {};
    },
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #library: HostContext['library'];
  readonly #models: LoadedModels;

  constructor(context: HostContext, models: LoadedModels) {
    this.#context = context;
    this.#library = context.library;
    this.#models = models;
  }

  /** With what was read of its prompt, and why it ended, as far as its models' symbols are still known. */
  #explained(sample: SampleDetail): SampleDetail {
    const vocabulary = this.#models.vocabularyOf(sample);
    return vocabulary === null ? sample : explained(vocabulary, sample);
  }
}
