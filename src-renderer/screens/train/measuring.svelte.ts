// The yardsticks of one split of a corpus: asked for when a run is opened, completed by the engine's events.

import type { Ask, Yardsticks } from '../../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../../src-engine/protocol/text/sentences.ts';
import { failureOf, failureWords } from '../../text/failures.ts';
import type { EngineClient } from '../../engine/client.ts';

export class Measuring {
  #yardsticks = $state.raw<Yardsticks | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  readonly #client: EngineClient;

  constructor(client: EngineClient) {
    this.#client = client;
  }

  get yardsticks(): Yardsticks | null {
    return this.#yardsticks;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** Forgets the split before. @returns the function that ends the subscription */
  follow(ask: Ask<'corpus.yardsticks'>): () => void {
    this.#yardsticks = null;
    this.#problem = null;
    let isOver = false;
    const end = this.#client.on('corpus.yardsticks', (event) => {
      const { corpus, validation, test, yardsticks, problem } = event;
      if (corpus !== ask.corpus || validation !== ask.validation || test !== ask.test) return;
      this.#yardsticks = yardsticks;
      this.#problem = problem;
    });
    this.#client.ask('corpus.yardsticks', ask).then(
      (yardsticks) => {
        // An event that was faster knows more.
        if (!isOver) this.#yardsticks ??= yardsticks;
      },
      (error: unknown) => {
        if (!isOver) this.#problem = failureOf(error);
      },
    );
    return () => {
      isOver = true;
      end();
    };
  }
}
