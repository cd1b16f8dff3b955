// Settings that are being chosen for something that does not train yet: what they would cost, and whether the engine
// accepts them. A new run and a branch are made from it.

import type {
  CorpusId,
  ModelSettings,
  ModelSummary,
  RunStart,
  RunSummary,
  TrainingSettings,
} from '../../src-engine/protocol/index.ts';
import { type EngineClient, sentenceOf } from '../engine/client.ts';

/** While they are being chosen, settings change in place. */
export type Changeable<T> = T extends object ? { -readonly [Key in keyof T]: Changeable<T[Key]> } : T;

/** Typing a number should not ask for a plan at every key. */
const planDelay = 250;

export type ChangeableModel = Changeable<ModelSettings>;
export type ChangeableTraining = Changeable<TrainingSettings>;

export abstract class Draft {
  corpus: CorpusId = $state(0 as CorpusId);
  name = $state('');
  model = $state<ChangeableModel | null>(null);
  training = $state<ChangeableTraining | null>(null);
  summary = $state.raw<ModelSummary | null>(null);
  planning = $state(false);
  starting = $state(false);
  problem = $state.raw<string | null>(null);

  protected readonly client: EngineClient;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #turn = 0;

  constructor(client: EngineClient, corpus: CorpusId) {
    this.client = client;
    this.corpus = corpus;
  }

  /** Within an effect: plans anew whenever a setting changes. */
  follow(): void {
    void [this.corpus, $state.snapshot(this.model), $state.snapshot(this.training)];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#plan(), planDelay);
  }

  /** @param taken names that a run without a name of its own must not get */
  async start(start: RunStart, taken: readonly string[]): Promise<RunSummary | null> {
    if (!this.model || !this.training || this.starting) return null;
    this.starting = true;
    this.problem = null;
    try {
      return await this.ask($state.snapshot(this.model), $state.snapshot(this.training), start, taken);
    } catch (error) {
      this.problem = sentenceOf(error);
      return null;
    } finally {
      this.starting = false;
    }
  }

  close(): void {
    this.#turn += 1;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  protected abstract ask(
    model: ModelSettings,
    training: TrainingSettings,
    start: RunStart,
    taken: readonly string[],
  ): Promise<RunSummary>;

  protected use(model: ModelSettings, training: TrainingSettings): void {
    this.model = structuredClone(model);
    this.training = structuredClone(training);
  }

  async #plan(): Promise<void> {
    if (!this.model || !this.training) return;
    this.#turn += 1;
    const turn = this.#turn;
    this.planning = true;
    try {
      const summary = await this.client.ask('run.plan', {
        corpus: this.corpus,
        model: $state.snapshot(this.model),
        training: $state.snapshot(this.training),
      });
      if (turn !== this.#turn) return;
      this.summary = summary;
      this.problem = null;
    } catch (error) {
      if (turn === this.#turn) this.problem = sentenceOf(error);
    } finally {
      if (turn === this.#turn) this.planning = false;
    }
  }
}
