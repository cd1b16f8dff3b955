// What writes: one text or several, drawn or searched for, symbol by symbol. Pull-driven, so that the caller decides
// how much is written between two looks at the clock.

import type { SamplingSettings } from '../protocol/settings.ts';
import type { Context } from './context.ts';
import type { Drawn } from './types.ts';

/** The session's streams have read the context already. */
export interface TextJob extends Context {
  /** (V) */
  readonly symbols: readonly string[];
  readonly sampling: SamplingSettings;
}

export interface Writer {
  readonly isOver: boolean;
  /** Goes on by a symbol in every text that is not over. */
  step(): void;
  /** What has been settled since the last time, by text: a long text is never held as a whole. */
  take(): Drawn[];
}
