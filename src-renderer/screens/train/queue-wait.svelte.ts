// How long a run in the queue still has to wait: what is left of the run that trains, and of those that stand before
// it.

import type { RunId, RunSummary } from '../../../src-engine/protocol/index.ts';
import type { EngineClient } from '../../engine/client.ts';

export class QueueWait {
  readonly #client: EngineClient;
  /** Seconds left of the run that trains, as it said last. */
  #left = $state.raw<{ readonly run: RunId; readonly seconds: number | null } | null>(null);
  /** Seconds that runs in the queue will train; null where nobody knows. */
  #lengths = $state.raw<ReadonlyMap<RunId, number | null>>(new Map());
  readonly #asked = new Set<RunId>();

  constructor(client: EngineClient) {
    this.#client = client;
  }

  /** Listens to the run that trains, until what is returned is called. */
  open(): () => void {
    return this.#client.on('run.progress', ({ run, secondsLeft }) => {
      this.#left = { run, seconds: secondsLeft };
    });
  }

  /** Within an effect: asks how long these runs will train, each once. */
  measure(runs: readonly RunSummary[]): void {
    for (const run of runs) {
      if (this.#asked.has(run.id)) continue;
      this.#asked.add(run.id);
      void this.#ask(run).then((seconds) => {
        this.#lengths = new Map(this.#lengths).set(run.id, seconds);
      });
    }
  }

  /** Seconds that a run will train; null as long as it is not known. */
  secondsOf(run: RunId): number | null {
    return this.#lengths.get(run) ?? null;
  }

  /** Seconds until all of these are over; null as long as it is not known of one of them. */
  secondsUntil(training: RunSummary | undefined, ahead: readonly RunSummary[]): number | null {
    const left = training === undefined ? 0 : this.#left?.run === training.id ? this.#left.seconds : null;
    const lengths = ahead.map(({ id }) => this.secondsOf(id));
    return [left, ...lengths].reduce((sum, seconds) => (sum === null || seconds === null ? null : sum + seconds), 0);
  }

  async #ask({ id, step, seconds }: RunSummary): Promise<number | null> {
    try {
      const { corpus, model, training, totalSteps } = await this.#client.ask('run.show', { run: id });
      if (step > 0 && totalSteps !== null) return (Math.max(0, totalSteps - step) * seconds) / step;
      if (training === null) return null;
      return (await this.#client.ask('run.plan', { corpus, model, training })).seconds;
    } catch {
      // Without its text, or its engine, nobody knows.
      return null;
    }
  }
}
