// What single steps of a run told of its health. Asked for when somebody looks, and again from time to time while the
// run trains.

import type { Gauges, RunId } from '../../../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../../../src-engine/protocol/text/sentences.ts';
import { Refusal } from '../../../engine/client.ts';
import { failureOf, failureWords } from '../../../text/failures.ts';
import type { EngineClient } from '../../../engine/client.ts';

/** Milliseconds. */
const askEvery = 3000;

export class RunGauges {
  readonly #client: EngineClient;
  readonly #run: RunId;
  #gauges = $state.raw<Gauges | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  #waiting: ReturnType<typeof setTimeout> | null = null;
  #endings: readonly (() => void)[] = [];

  constructor(client: EngineClient, run: RunId) {
    this.#client = client;
    this.#run = run;
  }

  /** Null: not asked for yet. */
  get gauges(): Gauges | null {
    return this.#gauges;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** From now on they are looked at, until what is returned is called. */
  open(): () => void {
    this.#endings = [
      this.#client.on('run.progress', ({ run }) => {
        if (run === this.#run) this.#askSoon();
      }),
      // Another process may train it.
      this.#client.on('library.changed', ({ changes }) => {
        if (changes === null) this.#askSoon();
      }),
    ];
    void this.#ask();
    return () => this.close();
  }

  close(): void {
    for (const end of this.#endings) end();
    this.#endings = [];
    if (this.#waiting !== null) clearTimeout(this.#waiting);
    this.#waiting = null;
  }

  #askSoon(): void {
    this.#waiting ??= setTimeout(() => void this.#ask(), askEvery);
  }

  async #ask(): Promise<void> {
    this.#waiting = null;
    try {
      this.#gauges = await this.#client.ask('run.gauges', { run: this.#run });
      this.#problem = null;
    } catch (error) {
      const said = error instanceof Refusal && (error.code === 'engine-gone' || error.code === 'not-found');
      if (!said) this.#problem = failureOf(error);
    }
  }
}
