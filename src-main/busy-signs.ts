// While a model is being trained: progress in the task bar, and a machine that does not fall asleep.

import { powerSaveBlocker } from 'electron';
import type { BrowserWindow } from 'electron';

export interface BusySigns {
  /** Share of the training under way; null: nothing is training. */
  show(share: number | null, window: BrowserWindow | null): void;
  readonly training: boolean;
}

export function createBusySigns(): BusySigns {
  let blocker: number | null = null;
  return {
    show(share, window) {
      if (share !== null && blocker === null) {
        blocker = powerSaveBlocker.start('prevent-app-suspension');
      } else if (share === null && blocker !== null) {
        powerSaveBlocker.stop(blocker);
        blocker = null;
      }
      if (window !== null && !window.isDestroyed()) window.setProgressBar(share ?? -1);
    },
    get training() {
      return blocker !== null;
    },
  };
}
