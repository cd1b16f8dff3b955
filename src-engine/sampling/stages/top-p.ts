// Top-p: the shortest prefix of the descending order whose sum reaches `mass` (nucleus, Holtzman et al. 2020, eq. 2).

import { candidatesOf, probabilitiesOf } from '../softmax.ts';
import { number } from '../fields.ts';
import { keepPrefix } from './prefix.ts';
import type { StageDefinition } from './stage.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const mass = number(sentence`Top-p`, 0, 1);

export const topP = {
  since: 1,
  default: { kind: 'top-p', mass: 0.95 },
  fields: { mass },
  options: { topP: { takes: mass, sets: 'mass' } },
  actsOnGreedy: false,
  prefersSymbols: false,
  drawsNumbers: false,
  idleBecause: (stage) => (stage.mass === 1 ? sentence`all probability is kept` : null),
  make: (stage) => ({
    apply(scores) {
      const probabilities = probabilitiesOf(scores);
      const isEnough = (id: number, sum: number) => sum + probabilities[id] >= stage.mass;
      keepPrefix(scores, candidatesOf(scores), isEnough, probabilities);
    },
  }),
} satisfies StageDefinition<'top-p'>;
