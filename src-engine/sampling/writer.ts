// What writes: one text or several, drawn or searched for, symbol by symbol. Pull-driven, so that the caller decides how much is
// written between two looks at the clock.

import type { SamplingSettings } from '../protocol/settings.ts';
import type { Drawn } from './types.ts';

export interface TextJob {
  /** (V) */
  readonly symbols: readonly string[];
  /** What the session's streams have read already, at least one id. */
  readonly context: readonly number[];
  readonly sampling: SamplingSettings;
}

export interface Writer {
  readonly isOver: boolean;
  /** Goes on by a symbol in every text that is not over. */
  step(): void;
  /** What has been settled since the last time, by text: a long text is never held as a whole. */
  take(): Drawn[];
}
