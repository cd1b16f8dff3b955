// What a loss is counted in, in words: each character where a run writes, each answer where it tells labels apart.

import { say } from './say.ts';

export type LossUnit = 'nats' | 'bits';

/** @param labels what the run tells apart; none where it writes */
export function lossUnitWords(unit: LossUnit, labels: readonly unknown[]): string {
  if (labels.length > 0) return unit === 'bits' ? say`bits per answer` : say`nats per answer`;
  return unit === 'bits' ? say`bits per character` : say`nats per character`;
}
