// The settings of the whole app, as main keeps them; a change holds at once.

import { defaultAppSettings } from '../../src-engine/protocol/app-settings.ts';
import type { AppSettings, Bridge } from '../../src-engine/protocol/index.ts';
import { languageFor } from '../../src-engine/protocol/text/languages.ts';
import { setLanguage } from '../text/language.svelte.ts';
import { setNumberStyle } from '../text/number-style.svelte.ts';

export class SettingsView {
  #kept = $state.raw<AppSettings>(defaultAppSettings);
  readonly #bridge: Pick<Bridge, 'settings' | 'changeSettings'>;

  constructor(bridge: Pick<Bridge, 'settings' | 'changeSettings'>) {
    this.#bridge = bridge;
  }

  get now(): AppSettings {
    return this.#kept;
  }

  async load(): Promise<void> {
    this.#apply(await this.#bridge.settings());
  }

  /** Resolves when main and engine follow it. */
  async change(change: Partial<AppSettings>): Promise<void> {
    this.#apply({ ...this.#kept, ...change });
    await this.#bridge.changeSettings(change);
  }

  #apply(settings: AppSettings): void {
    this.#kept = settings;
    const { dataset } = document.documentElement;
    if (settings.theme === 'system') delete dataset['theme'];
    else dataset['theme'] = settings.theme;
    dataset['textSize'] = settings.textSize;
    setNumberStyle(settings.numbers);
    const language = languageFor(settings.language, navigator.language);
    setLanguage(language);
    document.documentElement.lang = language;
  }
}
