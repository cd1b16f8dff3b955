// Min-p: p ≥ share × the largest p (Nguyen et al. 2024).

import { largestIndex, probabilitiesOf } from '../softmax.ts';
import { number } from '../fields.ts';
import type { StageDefinition } from './stage.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const share = number(sentence`Min-p`, 0, 1);

export const minP = {
  since: 1,
  default: { kind: 'min-p', share: 0.05 },
  fields: { share },
  options: { minP: { takes: share, sets: 'share' } },
  actsOnGreedy: false,
  prefersSymbols: false,
  drawsNumbers: false,
  idleBecause: (stage) => (stage.share === 0 ? sentence`a share of 0 drops nothing` : null),
  make: (stage) => ({
    apply(scores) {
      const probabilities = probabilitiesOf(scores);
      const best = largestIndex(probabilities);
      const min = stage.share * probabilities[best];
      for (let id = 0; id < scores.length; id++) {
        if (probabilities[id] < min && id !== best) scores[id] = -Infinity;
      }
    },
  }),
} satisfies StageDefinition<'min-p'>;
