// The stages that treat symbols by name: a bias for some, and strings that must not be written.

import type { SamplingStage } from '../../protocol/settings.ts';
import { largestIndex } from '../softmax.ts';
import type { Stage } from './stage.ts';

type Settings<Kind extends SamplingStage['kind']> = Extract<SamplingStage, { readonly kind: Kind }>;

/** Symbols that the model does not know are passed over. */
export function bias({ biases }: Settings<'bias'>, symbols: readonly string[]): Stage {
  const byId = biases.map(({ symbol, bias }) => ({ id: symbols.indexOf(symbol), bias })).filter(({ id }) => id >= 0);
  return {
    apply(scores) {
      for (const { id, bias } of byId) scores[id] += bias;
    },
  };
}

/** A string is kept from being finished: the symbol that would complete it is ruled out. */
export function ban({ strings, ignoreCase }: Settings<'ban'>, symbols: readonly string[]): Stage {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const folded = symbols.map(fold);
  const wanted = strings.filter((text) => text !== '').map(fold);
  return {
    apply(scores, { history }) {
      const best = largestIndex(scores);
      const top = scores[best];
      const tail = tailOf(history, folded, Math.max(0, ...wanted.map((text) => text.length)));
      for (let id = 0; id < scores.length; id++) {
        const next = folded[id];
        if (wanted.some((text) => `${tail}${next}`.endsWith(text) || next.includes(text))) scores[id] = -Infinity;
      }
      // Where every way on is banned, the likeliest is taken: a text has to go on somehow.
      if (scores.every((score) => score === -Infinity)) scores[best] = top;
    },
  };
}

/** The last symbols of the text, at least `length` UTF-16 units where there are so many. */
function tailOf(
  history: { within(window: number): number; at(back: number): number },
  symbols: readonly string[],
  length: number,
): string {
  let tail = '';
  for (let back = 1; back <= history.within(length) && tail.length < length; back++)
    tail = symbols[history.at(back)] + tail;
  return tail;
}
