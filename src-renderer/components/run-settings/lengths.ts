// The one number of a length, whatever it counts.

import type { Length, LengthKind } from '../../../src-engine/protocol/index.ts';

export const lengthOf: Readonly<Record<LengthKind, (amount: number) => Length>> = {
  minutes: (minutes) => ({ kind: 'minutes', minutes }),
  epochs: (epochs) => ({ kind: 'epochs', epochs }),
  steps: (steps) => ({ kind: 'steps', steps }),
};

export function amountOf(length: Length): number {
  switch (length.kind) {
    case 'minutes':
      return length.minutes;
    case 'epochs':
      return length.epochs;
    case 'steps':
      return length.steps;
  }
}
