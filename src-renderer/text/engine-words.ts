// What the window says of the engine while it cannot be asked.

import type { EngineStatus } from '../../src-engine/protocol/index.ts';
import { say, spoken } from './say.ts';

interface EngineNotice {
  readonly severity: 'warning' | 'error';
  /** Whether somebody has to hear of it at once. */
  readonly isUrgent: boolean;
  readonly words: string;
  /** Whether the engine begins again only if it is told to. */
  readonly isLasting: boolean;
}

/** Null: nothing has to be said. */
export function engineNotice(status: EngineStatus): EngineNotice | null {
  switch (status.kind) {
    case 'starting':
    case 'ready':
      return null;
    case 'restarting':
      return {
        severity: 'warning',
        isUrgent: true,
        words: say`The engine stopped unexpectedly and is being restarted. Everything up to the last checkpoint is safe.`,
        isLasting: false,
      };
    case 'moving':
      return {
        severity: 'warning',
        isUrgent: false,
        words: say`The library is being moved. It is copied and compared first; until then nothing changes where it was.`,
        isLasting: false,
      };
    case 'failed':
      return { severity: 'error', isUrgent: true, words: spoken(status.why), isLasting: true };
  }
}
