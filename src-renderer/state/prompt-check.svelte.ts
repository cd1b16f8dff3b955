// Which characters of a prompt the model has never seen: asked of the engine when the prompt has rested for a moment.

import type { RunId, UnseenSymbol } from '../../src-engine/protocol/index.ts';
import { Refusal } from '../engine/client.ts';
import type { EngineClient } from '../engine/client.ts';

/** Milliseconds of rest. */
const rest = 120;
/** A long prompt is looked through less often: the check reads all of it. */
const longPrompt = 20_000;
const longRest = 700;
/** UTF-16 units that are looked through. */
const maxChecked = 1_000_000;

export class PromptCheck {
  #unseen = $state.raw<readonly UnseenSymbol[]>([]);
  readonly #client: EngineClient;
  readonly #run: RunId;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Counts the prompts: an answer to an older one is not wanted any more. */
  #turn = 0;

  constructor(client: EngineClient, run: RunId) {
    this.#client = client;
    this.#run = run;
  }

  get unseen(): readonly UnseenSymbol[] {
    return this.#unseen;
  }

  /** Forgets the prompt before; what was unseen in it stands until this one is known. */
  soon(prompt: string): void {
    const turn = this.#next();
    this.#timer = setTimeout(() => void this.#ask(prompt, turn), prompt.length > longPrompt ? longRest : rest);
  }

  /** There is no prompt any more. */
  clear(): void {
    this.#next();
    this.#unseen = [];
  }

  #next(): number {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#turn += 1;
    return this.#turn;
  }

  async #ask(whole: string, turn: number): Promise<void> {
    const prompt = whole.slice(0, maxChecked);
    try {
      const unseen = prompt === '' ? [] : await this.#client.ask('prompt.check', { run: this.#run, prompt });
      if (turn === this.#turn) this.#unseen = unseen;
    } catch (error) {
      // A prompt that cannot be checked is not worth an error of its own: writing will tell.
      if (!(error instanceof Refusal)) throw error;
      if (turn === this.#turn) this.#unseen = [];
    }
  }
}
