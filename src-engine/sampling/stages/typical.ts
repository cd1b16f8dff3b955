// Locally typical sampling: those whose surprisal is nearest to the entropy H: ascending |−ln p − H|, the shortest
// prefix whose sum exceeds `mass` (Meister et al. 2023).

import { candidatesOf, entropyOf, probabilitiesOf } from '../softmax.ts';
import { number } from '../fields.ts';
import { keepPrefix } from './prefix.ts';
import type { StageDefinition } from './stage.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const mass = number(sentence`The typical mass`, 0, 1);

export const typical = {
  since: 1,
  default: { kind: 'typical', mass: 0.95 },
  fields: { mass },
  options: { typical: { takes: mass, sets: 'mass' } },
  // The likeliest symbol may be too likely to be typical.
  actsOnGreedy: true,
  prefersSymbols: false,
  drawsNumbers: false,
  idleBecause: (stage) => (stage.mass === 1 ? sentence`all probability is kept` : null),
  make: (stage) => ({
    apply(scores) {
      const probabilities = probabilitiesOf(scores);
      const entropy = entropyOf(probabilities);
      const distance = Float64Array.from(probabilities, (p) => Math.abs(-Math.log(p) - entropy));
      const order = candidatesOf(scores).sort((one, other) => distance[one] - distance[other]);
      keepPrefix(scores, order, (id, sum) => sum + probabilities[id] > stage.mass, probabilities);
    },
  }),
} satisfies StageDefinition<'typical'>;
