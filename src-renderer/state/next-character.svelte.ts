// The distribution of the next character, asked anew as controls move: one ask under way, and after it the newest wish.

import type { Ask, Distribution } from '../../src-engine/protocol/index.ts';
import { sentenceOf } from '../engine/client.ts';
import type { EngineClient } from '../engine/client.ts';

export type Wish = Ask<'sample.distribution'>;

export class NextCharacter {
  #distribution = $state.raw<Distribution | null>(null);
  #problem = $state.raw<string | null>(null);
  readonly #client: EngineClient;
  #wish: Wish | null = null;
  #isAsking = false;

  constructor(client: EngineClient) {
    this.#client = client;
  }

  get distribution(): Distribution | null {
    return this.#distribution;
  }

  get problem(): string | null {
    return this.#problem;
  }

  /** Until the next answer. */
  forget(): void {
    this.#distribution = null;
  }

  ask(wish: Wish): void {
    this.#wish = wish;
    if (!this.#isAsking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isAsking = true;
    while (this.#wish !== null) {
      const wish = this.#wish;
      this.#wish = null;
      try {
        this.#distribution = await this.#client.ask('sample.distribution', wish);
        this.#problem = null;
      } catch (error) {
        this.#distribution = null;
        this.#problem = sentenceOf(error);
      }
    }
    this.#isAsking = false;
  }
}
