// Longer work of the engine that a section of Look inside waits for: one at a time, with how far it is, and why it
// failed.

import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { Refusal } from '../engine/client.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';
import type { Wording } from '../text/say.ts';
import { nextTask } from './tasks.ts';

export class InsideWork {
  readonly client: EngineClient;
  #title = $state.raw<Wording | null>(null);
  #share = $state<number | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  readonly #task = nextTask();
  #turn = 0;

  constructor(client: EngineClient) {
    this.client = client;
    client.on('task.progress', ({ task, share }) => {
      if (task === this.#task && this.#title !== null) this.#share = share;
    });
  }

  /** What is being done; null: nothing. */
  get title(): string | null {
    return this.#title?.() ?? null;
  }

  get share(): number | null {
    return this.#share;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** The engine ends what was asked before under the same task. @returns null where it failed or was ended */
  async run<Value>(title: Wording, ask: (task: number) => Promise<Value>): Promise<Value | null> {
    const turn = ++this.#turn;
    this.#title = title;
    this.#share = null;
    this.#problem = null;
    try {
      const value = await ask(this.#task);
      return turn === this.#turn ? value : null;
    } catch (error) {
      const isCancelled = error instanceof Refusal && error.code === 'cancelled';
      if (turn === this.#turn && !isCancelled) this.#problem = failureOf(error);
      return null;
    } finally {
      if (turn === this.#turn) this.#title = null;
    }
  }

  async cancel(): Promise<void> {
    await this.client.ask('task.cancel', { task: this.#task });
  }
}
