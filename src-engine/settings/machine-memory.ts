// How much memory this machine can give at the moment, and whether that is enough to train.

import { memoryOf } from '../counting.ts';
import { CharloomError } from '../errors.ts';
import { maxModelBytes } from '../kernels/wasm.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { runMessages } from '../protocol/words/run-messages.ts';

/** Bytes: what other programs have taken is gone, and in a container no more than it may have is there. */
export function availableMemory(): number {
  return process.availableMemory();
}

/** Whether a run of so many bytes is possible on any machine. */
export function isTrainable(needed: number): boolean {
  return needed <= maxModelBytes;
}

/** @throws CharloomError 'settings-invalid' where so many bytes cannot be had to train */
export function checkTrainingMemory(needed: number, available = availableMemory()): void {
  if (!isTrainable(needed)) {
    throw new CharloomError(
      'settings-invalid',
      sentence`This model needs ${memoryOf(needed)} of memory to train, and ${memoryOf(maxModelBytes)} can be had. Choose fewer units or layers, a smaller batch or a shorter sequence.`,
    );
  }
  if (needed > available) throw new CharloomError('settings-invalid', runMessages.lacksMemory(needed, available));
}
