// What could come next: the distribution after every stage. As a slider moves, the same logits are asked for again and again; of a
// blend only their mixture changes. So a few are remembered.

import { createRandom } from '../random/xoshiro.ts';
import { mixLogits } from '../sampling/blend.ts';
import { contextOf } from '../sampling/context.ts';
import { Pipeline } from '../sampling/pipeline.ts';
import { refuseNonsense } from '../sampling/unusable.ts';
import type { Ask, Distribution } from '../protocol/index.ts';
import { keyOf, readingOf, trainedModel } from './authors.ts';
import type { Author, Authors } from './authors.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { notesOn } from './sample-endings.ts';
import type { SamplingThread } from './sampling-thread.ts';

/** Contexts whose logits are remembered: one for each model of a blend, and a few that were looked at before. */
const maxPeeked = 16;

export class SampleDistributions implements Service {
  readonly handlers = {
    'sample.distribution': (ask) => this.#distribution(ask),
  } satisfies Partial<Handlers>;

  readonly #library: HostContext['library'];
  readonly #thread: SamplingThread;
  readonly #authors: Authors;
  readonly #peeked = new Map<string, Promise<Float32Array>>();

  constructor({ library }: HostContext, thread: SamplingThread, authors: Authors) {
    this.#library = library;
    this.#thread = thread;
    this.#authors = authors;
  }

  async #distribution({ context: text, stages, seed, ...ask }: Ask<'sample.distribution'>): Promise<Distribution> {
    const author = this.#authors.find(ask);
    const { symbols } = author.vocabulary;
    refuseNonsense({ stages }, this.#library.runs.alphabet(author.run.id).unit);
    const logits = await this.#logitsAt(author, text);
    const pipeline = new Pipeline(stages, symbols, createRandom(seed));
    pipeline.begin(contextOf(readingOf(author, text)));
    const notes = notesOn(author.vocabulary, { stages });
    return { step: author.checkpoint.step, symbols, stages: pipeline.view(logits), notes };
  }

  /** (V of the author) */
  async #logitsAt(author: Author, text: string): Promise<Float32Array> {
    const opinions = await Promise.all(
      author.voices.map(async (voice, index) => ({
        weight: voice.weight,
        own: author.own[index],
        logits: await this.#peek(voice, text),
      })),
    );
    if (opinions.length === 1) return opinions[0].logits;
    const mixed = new Float32Array(author.vocabulary.symbols.length);
    mixLogits(opinions, mixed);
    return mixed;
  }

  #peek({ run, checkpoint, vocabulary, first }: Author['voices'][number], text: string): Promise<Float32Array> {
    const prompt = vocabulary.encode(text);
    const key = `${checkpoint.id}:${prompt.join()}`;
    const known = this.#peeked.get(key);
    if (known) return known;
    const trained = trainedModel({ run, vocabulary, checkpoint });
    const logits = this.#thread.worker.peek({ key: keyOf(checkpoint), trained, prompt, first });
    this.#peeked.set(key, logits);
    // A failure must not be remembered as the answer.
    logits.catch(() => this.#peeked.delete(key));
    for (const oldest of this.#peeked.keys()) if (this.#peeked.size > maxPeeked) this.#peeked.delete(oldest);
    return logits;
  }
}
