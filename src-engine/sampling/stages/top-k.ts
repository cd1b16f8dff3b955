// Top-k: exactly the k largest; equals by id (Fan et al. 2018).

import { candidatesOf } from '../softmax.ts';
import { whole } from '../fields.ts';
import type { StageDefinition } from './stage.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const k = whole(sentence`Top-k`, 1, 1_200_000);

export const topK = {
  since: 1,
  default: { kind: 'top-k', k: 20 },
  fields: { k },
  options: { topK: { takes: k, sets: 'k' } },
  actsOnGreedy: false,
  prefersSymbols: false,
  drawsNumbers: false,
  idleBecause: (stage, symbols) =>
    symbols !== null && stage.k >= symbols ? sentence`the model has ${symbols} symbols, and all are kept` : null,
  make: (stage) => ({
    apply(scores) {
      for (const id of candidatesOf(scores).slice(stage.k)) scores[id] = -Infinity;
    },
  }),
} satisfies StageDefinition<'top-k'>;
