// A new run before it starts: a preset, or the settings of another run, changed or not.

import type {
  ModelSettings,
  Preset,
  RunDetail,
  RunStart,
  RunSummary,
  TextPreset,
  TrainingSettings,
} from '../../src-engine/protocol/index.ts';
import { freeName } from '../../src-engine/protocol/free-name.ts';
import { modelName } from '../text/run-words.ts';
import { Draft } from './draft.svelte.ts';
import { sameSettings } from './same-settings.ts';

/** Those that can be started; where none can, the first of them says why. */
function offeredOf(presets: readonly TextPreset[]): readonly TextPreset[] {
  const needed = presets.filter(({ isNeedless }) => !isNeedless);
  const possible = needed.filter(({ isRefused }) => !isRefused);
  return possible.length > 0 ? possible : needed;
}

/** The one that a run begins with where nobody chooses: what is suggested for the text, else the one in the middle. */
export function firstPreset(presets: readonly TextPreset[]): TextPreset | undefined {
  const offered = offeredOf(presets);
  const find = (key: Preset['key']) => offered.find((preset) => preset.key === key);
  return find('suggested') ?? find('balanced') ?? offered[0];
}

export class RunDraft extends Draft {
  #presets = $state.raw<readonly TextPreset[]>([]);
  #hasEnough = $state(false);
  #preset = $state.raw<Preset['key'] | null>(null);
  #seconds = $state.raw<ReadonlyMap<Preset['key'], number | null>>(new Map());
  readonly #adjusted = $derived(this.#preset !== null && !this.#matches(this.#preset));

  get presets(): readonly TextPreset[] {
    return this.#presets;
  }

  /** More time would make the model no better: those presets are left out. */
  get hasEnough(): boolean {
    return this.#hasEnough;
  }

  /** The preset the settings started from. */
  get preset(): Preset['key'] | null {
    return this.#preset;
  }

  /** What each preset would take, in seconds, as far as is known. */
  get seconds(): ReadonlyMap<Preset['key'], number | null> {
    return this.#seconds;
  }

  get adjusted(): boolean {
    return this.#adjusted;
  }

  /** With the settings of `from`, or with what is suggested for the text, or with the preset in the middle. */
  async load(from: RunDetail | null): Promise<void> {
    // Asked again after a restart of the engine, it must not undo what the user has chosen since.
    if (this.#presets.length > 0) return;
    if (from?.training && !this.model) this.use(from.model, from.training);
    try {
      const all = await this.client.ask('run.presets', { corpus: this.corpus });
      this.#presets = offeredOf(all);
      this.#hasEnough = all.some(({ isNeedless }) => isNeedless);
      const first = firstPreset(this.#presets);
      if (!this.model && first) this.choose(first);
      await this.#planPresets();
    } catch (error) {
      this.fail(error);
    }
  }

  choose(preset: Preset): void {
    this.#preset = preset.key;
    this.use(preset.model, preset.training);
  }

  protected override ask(
    model: ModelSettings,
    training: TrainingSettings,
    start: RunStart,
    taken: readonly string[],
  ): Promise<RunSummary> {
    const name = this.name.trim() || freeName(modelName(model), taken);
    return this.client.ask('run.start', { corpus: this.corpus, model, training, name, start });
  }

  #matches(key: Preset['key']): boolean {
    const preset = this.#presets.find((other) => other.key === key);
    return (
      preset !== undefined && sameSettings(preset.model, this.model) && sameSettings(preset.training, this.training)
    );
  }

  async #planPresets(): Promise<void> {
    for (const { key, model, training } of this.#presets) {
      const seconds =
        training.length.kind === 'minutes'
          ? training.length.minutes * 60
          : (await this.client.ask('run.plan', { corpus: this.corpus, model, training })).seconds;
      this.#seconds = new Map(this.#seconds).set(key, seconds);
    }
  }
}
