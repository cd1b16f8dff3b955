// The answer to a question that is asked anew as what it is about changes: one ask under way, and after it the newest
// wish.

import type { Answer, Ask, RequestName } from '../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';

export class Latest<Name extends RequestName> {
  #answer = $state.raw<Answer<Name> | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  #isAsking = $state(false);
  /** The same for itself: an effect that asks must not depend on it. */
  #isWorking = false;
  readonly #client: EngineClient;
  readonly #name: Name;
  readonly #onAnswer: (answer: Answer<Name>) => void;
  #wish: Ask<Name> | null = null;
  /** Is under way; null also where its answer is no longer wanted. */
  #asked: Ask<Name> | null = null;

  constructor(client: EngineClient, name: Name, onAnswer: (answer: Answer<Name>) => void = () => {}) {
    this.#client = client;
    this.#name = name;
    this.#onAnswer = onAnswer;
  }

  /** The one before stands until the next is there. */
  get answer(): Answer<Name> | null {
    return this.#answer;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  ask(wish: Ask<Name>): void {
    this.#wish = wish;
    if (!this.#isWorking) void this.#work();
  }

  /** Also what is under way is not taken. */
  forget(): void {
    this.#wish = null;
    this.#asked = null;
    this.#answer = null;
    this.#problem = null;
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    this.#isAsking = true;
    while (this.#wish !== null) {
      const wish = this.#wish;
      this.#wish = null;
      this.#asked = wish;
      try {
        const answer = await this.#client.ask(this.#name, wish);
        if (this.#asked !== wish) continue;
        this.#answer = answer;
        this.#onAnswer(answer);
        this.#problem = null;
      } catch (error) {
        if (this.#asked !== wish) continue;
        this.#answer = null;
        this.#problem = failureOf(error);
      }
    }
    this.#isWorking = false;
    this.#isAsking = false;
  }
}
