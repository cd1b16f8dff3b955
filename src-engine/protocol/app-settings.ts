// What the user has settled for the whole app, whatever is open in it: kept by main, which needs some of it before
// there is a page.

import type { BackgroundWish, LanguageChoice, NumberStyle, PowerUse, TextSize, ThemeChoice } from './choices.ts';

export interface AppSettings {
  readonly theme: ThemeChoice;
  readonly textSize: TextSize;
  readonly language: LanguageChoice;
  readonly numbers: NumberStyle;
  /** Characters of a text before anybody sets another length for a run; null: what the engine begins with. */
  readonly textLength: number | null;
  /** Of new runs; null: what suits this machine. */
  readonly threads: number | null;
  readonly onBattery: PowerUse;
  /** What becomes of the training when the window is closed. */
  readonly inBackground: BackgroundWish;
  /** Whether the system tells when a run ends and the window is not in front. */
  readonly notifications: boolean;
}

export const defaultAppSettings: AppSettings = {
  theme: 'system',
  textSize: 'medium',
  language: 'system',
  numbers: 'language',
  textLength: null,
  threads: null,
  onBattery: 'full',
  inBackground: 'ask',
  notifications: true,
};

/** As the schema of a run's settings has it. */
export const maxThreads = 256;
