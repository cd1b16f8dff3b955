// The stage that makes single symbols likelier or less likely.

import type { SamplingStage } from '../../protocol/settings.ts';
import type { Stage } from './stage.ts';

type Settings = Extract<SamplingStage, { readonly kind: 'bias' }>;

/** Symbols that the model does not know are passed over. */
export function bias({ biases }: Settings, symbols: readonly string[]): Stage {
  const byId = biases.map(({ symbol, bias }) => ({ id: symbols.indexOf(symbol), bias })).filter(({ id }) => id >= 0);
  return {
    apply(scores) {
      for (const { id, bias } of byId) scores[id] += bias;
    },
  };
}
