// Losses that mean something without a model: guessing blindly, and knowing only how often each symbol occurs.

import type { CorpusDetail } from '../../../src-engine/protocol/index.ts';

export interface Yardstick {
  readonly label: string;
  /** Nats a character. */
  readonly loss: number;
}

export function yardsticksOf(corpus: Pick<CorpusDetail, 'counts'>): Yardstick[] {
  const { counts } = corpus;
  if (counts.length < 2) return [];
  const total = counts.reduce((sum, value) => sum + value, 0);
  const entropy = counts.reduce((sum, value) => (value > 0 ? sum - (value / total) * Math.log(value / total) : sum), 0);
  return [
    { label: 'guessing', loss: Math.log(counts.length) },
    { label: 'letter frequencies', loss: entropy },
  ];
}
