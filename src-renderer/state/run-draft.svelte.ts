// A run before it starts: the settings being chosen, what they would cost, and whether the engine accepts them.

import type {
  CorpusId,
  ModelSettings,
  ModelSummary,
  Preset,
  RunDetail,
  RunSummary,
  TrainingSettings,
} from '../../src-engine/protocol/index.ts';
import { type EngineClient, sentenceOf } from '../engine/client.ts';
import { freeName, modelName } from '../text/run-words.ts';

/** While they are being chosen, settings change in place. */
export type Changeable<T> = T extends object ? { -readonly [Key in keyof T]: Changeable<T[Key]> } : T;

/** Typing a number should not ask for a plan at every key. */
const planDelay = 250;

export type ChangeableModel = Changeable<ModelSettings>;
export type ChangeableTraining = Changeable<TrainingSettings>;

export class RunDraft {
  readonly corpus: CorpusId;
  name = $state('');
  presets = $state.raw<readonly Preset[]>([]);
  /** The preset the settings started from. */
  preset = $state.raw<Preset['key'] | null>(null);
  model = $state<ChangeableModel | null>(null);
  training = $state<ChangeableTraining | null>(null);
  summary = $state.raw<ModelSummary | null>(null);
  /** What each preset would take, in seconds, as far as is known. */
  seconds = $state.raw<ReadonlyMap<Preset['key'], number | null>>(new Map());
  planning = $state(false);
  starting = $state(false);
  problem = $state.raw<string | null>(null);
  adjusted = $derived(this.preset !== null && !this.#matches(this.preset));

  readonly #client: EngineClient;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #turn = 0;

  constructor(client: EngineClient, corpus: CorpusId) {
    this.#client = client;
    this.corpus = corpus;
  }

  /** With the settings of `from`, or with the preset in the middle. */
  async load(from: RunDetail | null): Promise<void> {
    // Asked again after a restart of the engine, it must not undo what the user has chosen since.
    if (this.presets.length > 0) return;
    if (from && !this.model) this.#use(from.model, from.training);
    try {
      this.presets = await this.#client.ask('run.presets', { corpus: this.corpus });
      const middle = this.presets.find((preset) => preset.key === 'balanced') ?? this.presets[0];
      if (!from && middle) this.choose(middle);
      await this.#planPresets();
    } catch (error) {
      this.problem = sentenceOf(error);
    }
  }

  choose(preset: Preset): void {
    this.preset = preset.key;
    this.#use(preset.model, preset.training);
  }

  /** Within an effect: plans anew whenever a setting changes. */
  follow(): void {
    void [$state.snapshot(this.model), $state.snapshot(this.training)];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#plan(), planDelay);
  }

  /** @param taken names that a run without a name of its own must not get */
  async start(taken: readonly string[]): Promise<RunSummary | null> {
    if (!this.model || !this.training || this.starting) return null;
    this.starting = true;
    try {
      return await this.#client.ask('run.start', {
        corpus: this.corpus,
        model: $state.snapshot(this.model),
        training: $state.snapshot(this.training),
        name: this.name.trim() || freeName(modelName(this.model), taken),
      });
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

  #use(model: ModelSettings, training: TrainingSettings): void {
    this.model = structuredClone(model);
    this.training = structuredClone(training);
  }

  #matches(key: Preset['key']): boolean {
    const preset = this.presets.find((other) => other.key === key);
    return (
      preset !== undefined &&
      sameSettings(preset.model, $state.snapshot(this.model)) &&
      sameSettings(preset.training, $state.snapshot(this.training))
    );
  }

  async #plan(): Promise<void> {
    if (!this.model || !this.training) return;
    this.#turn += 1;
    const turn = this.#turn;
    this.planning = true;
    try {
      const summary = await this.#client.ask('run.plan', {
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

  async #planPresets(): Promise<void> {
    for (const { key, model, training } of this.presets) {
      const seconds =
        training.length.kind === 'minutes'
          ? training.length.minutes * 60
          : (await this.#client.ask('run.plan', { corpus: this.corpus, model, training })).seconds;
      this.seconds = new Map(this.seconds).set(key, seconds);
    }
  }
}

/** Whatever the order of the keys. */
function sameSettings(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => sameSettings(one[key as keyof typeof one], other[key as keyof typeof other]))
  );
}
