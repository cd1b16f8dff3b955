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
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { withOptimizer } from '../../src-engine/protocol/weight-decay.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';
import { Complaints } from './complaints.svelte.ts';

/** Typing a number should not ask for a plan at every key. */
const planDelay = 250;

export abstract class Draft {
  /** Of the fields in which it is changed. */
  readonly complaints = new Complaints();
  #corpus: CorpusId = $state(0 as CorpusId);
  #name = $state('');
  #model = $state.raw<ModelSettings | null>(null);
  #training = $state.raw<TrainingSettings | null>(null);
  /** What stood there before anything was changed. */
  #first: string | null = null;
  #summary = $state.raw<ModelSummary | null>(null);
  #planning = $state(false);
  #starting = $state(false);
  #problem = $state.raw<SentenceValue | null>(null);

  protected readonly client: EngineClient;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #turn = 0;

  constructor(client: EngineClient, corpus: CorpusId) {
    this.client = client;
    this.#corpus = corpus;
  }

  get corpus(): CorpusId {
    return this.#corpus;
  }

  get name(): string {
    return this.#name;
  }

  get model(): ModelSettings | null {
    return this.#model;
  }

  get training(): TrainingSettings | null {
    return this.#training;
  }

  get summary(): ModelSummary | null {
    return this.#summary;
  }

  get planning(): boolean {
    return this.#planning;
  }

  get starting(): boolean {
    return this.#starting;
  }

  /** Null also while a field says itself what is wrong with it. */
  get problem(): string | null {
    return failureWords(this.failure);
  }

  /** The same, to be kept. */
  get failure(): SentenceValue | null {
    return this.complaints.any ? null : this.#problem;
  }

  /** Whether the user has named it, or changed anything. */
  get isTouched(): boolean {
    return this.#first !== null && this.#first !== JSON.stringify(this.wishes);
  }

  setCorpus(corpus: CorpusId): void {
    this.#corpus = corpus;
  }

  setName(name: string): void {
    this.#name = name;
  }

  changeModel(part: Partial<ModelSettings>): void {
    if (this.#model) this.#model = { ...this.#model, ...part };
  }

  changeTraining(part: Partial<TrainingSettings>): void {
    if (!this.#training) return;
    const { optimizer = this.#training.optimizer } = part;
    this.#training = { ...withOptimizer(this.#training, optimizer), ...part };
  }

  /** The figures are of other settings than those that stand there now. */
  get isStale(): boolean {
    return this.#planning || this.#problem !== null || this.complaints.any;
  }

  /** Within an effect: plans anew whenever a setting changes. */
  follow(): void {
    void [this.#corpus, this.#model, this.#training, this.complaints.any];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#plan(), planDelay);
  }

  /** @param taken names that a run without a name of its own must not get */
  async start(start: RunStart, taken: readonly string[]): Promise<RunSummary | null> {
    if (!this.#model || !this.#training || this.#starting) return null;
    if (this.complaints.any) {
      await this.complaints.lead();
      return null;
    }
    this.#starting = true;
    this.#problem = null;
    try {
      return await this.ask(this.#model, this.#training, start, taken);
    } catch (error) {
      this.#problem = failureOf(error);
      return null;
    } finally {
      this.#starting = false;
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

  /** Says what has gone wrong. */
  protected fail(error: unknown): void {
    this.#problem = failureOf(error);
  }

  /** All that can be changed. */
  protected get wishes(): unknown {
    return [this.#name, this.#corpus, this.#model, this.#training];
  }

  protected use(model: ModelSettings, training: TrainingSettings): void {
    this.#model = model;
    this.#training = training;
    this.#first ??= JSON.stringify(this.wishes);
  }

  async #plan(): Promise<void> {
    if (!this.#model || !this.#training) return;
    this.#turn += 1;
    const turn = this.#turn;
    // What a field refuses need not be refused once more.
    this.#planning = !this.complaints.any;
    if (this.complaints.any) return;
    try {
      const summary = await this.client.ask('run.plan', {
        corpus: this.#corpus,
        model: this.#model,
        training: this.#training,
      });
      if (turn !== this.#turn) return;
      this.#summary = summary;
      this.#problem = null;
    } catch (error) {
      if (turn === this.#turn) this.#problem = failureOf(error);
    } finally {
      if (turn === this.#turn) this.#planning = false;
    }
  }
}
