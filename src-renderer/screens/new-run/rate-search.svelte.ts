// The search for a learning rate, for the settings that are being chosen: under way, or what it has found, and for
// which settings.

import type { RateTest } from '../../../src-engine/protocol/index.ts';
import { rateWarning } from '../../../src-engine/protocol/learning-rate.ts';
import type { Sentence, SentenceValue } from '../../../src-engine/protocol/text/sentences.ts';
import { failureOf, failureWords } from '../../text/failures.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { Draft } from '../../state/draft.svelte.ts';
import { nextTask } from '../../state/tasks.ts';

type Searched = Pick<Draft, 'corpus' | 'model' | 'training'>;

export class RateSearch {
  readonly #client: EngineClient;
  readonly #draft: Searched;
  #found = $state.raw<{ readonly result: RateTest; readonly settings: string } | null>(null);
  #share = $state<number | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  #task = 0;

  constructor(client: EngineClient, draft: Searched) {
    this.#client = client;
    this.#draft = draft;
  }

  /** Null: nothing has been found yet. */
  get result(): RateTest | null {
    return this.#found?.result ?? null;
  }

  /** How far the search under way is; null: none is. */
  get share(): number | null {
    return this.#share;
  }

  get problem(): string | null {
    return failureWords(this.#problem);
  }

  /** Whether what was found still is for these settings, whatever their learning rate. */
  get isCurrent(): boolean {
    return this.#found?.settings === settingsOf(this.#draft);
  }

  /** What is to be said of the chosen rate. */
  get warning(): Sentence | null {
    const suggested = this.isCurrent ? this.#found?.result.suggested : null;
    const { training } = this.#draft;
    return suggested == null || !training ? null : rateWarning(training.learningRate, suggested);
  }

  async begin(): Promise<void> {
    const { corpus, model, training } = this.#draft;
    if (!model || !training || this.#share !== null) return;
    const settings = settingsOf(this.#draft);
    const task = nextTask();
    this.#task = task;
    this.#share = 0;
    this.#problem = null;
    const forget = this.#client.on('task.progress', (event) => {
      if (event.task === task) this.#share = event.share;
    });
    try {
      const result = await this.#client.ask('run.rates', { corpus, model, training, task });
      this.#found = { result, settings };
    } catch (error) {
      if (this.#task === task) this.#problem = failureOf(error);
    } finally {
      forget();
      this.#share = null;
    }
  }

  /** Ends a search under way; there is nothing to be said of it. */
  cancel(): void {
    if (this.#share === null) return;
    const task = this.#task;
    this.#task = 0;
    this.#client.ask('task.cancel', { task }).catch(() => undefined);
  }
}

/** All that the search depends on. */
function settingsOf({ corpus, model, training }: Searched): string {
  return JSON.stringify([corpus, model, { ...training, learningRate: 0, length: null, schedule: null, patience: 0 }]);
}
