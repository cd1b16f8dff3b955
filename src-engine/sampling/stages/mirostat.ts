// Mirostat 2 (Basu et al. 2021, algorithm 2): rules out surprisals above μ and steers μ so that the drawn ones come to
// τ on average:
// μ −= η (S − τ), from μ = 2τ. Bits a character; S is taken in the distribution that this stage leaves.

import { largestIndex, probabilitiesOf } from '../softmax.ts';
import { number } from '../fields.ts';
import type { StageDefinition } from './stage.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const fields = {
  tau: number(sentence`Mirostat's aim`, 0, 20),
  eta: number(sentence`Mirostat's rate`, 0, 1),
};

export const mirostat = {
  since: 1,
  default: { kind: 'mirostat', tau: 2, eta: 0.1 },
  fields,
  options: {
    mirostat: { takes: fields.tau, sets: 'tau' },
    mirostatRate: { takes: fields.eta, sets: 'eta', isLate: true },
  },
  actsOnGreedy: false,
  prefersSymbols: false,
  drawsNumbers: false,
  idleBecause: () => null,
  modes: () => ['mirostat'],
  make({ tau, eta }) {
    let mu = 2 * tau;
    let left: Float64Array | null = null;
    return {
      apply(scores) {
        const probabilities = probabilitiesOf(scores);
        const best = largestIndex(probabilities);
        for (let id = 0; id < scores.length; id++) {
          if (-Math.log2(probabilities[id]) > mu && id !== best) scores[id] = -Infinity;
        }
        left = probabilitiesOf(scores);
      },
      accept(id) {
        // A later stage or a branch may let another symbol through; what has no probability here teaches nothing.
        if (left !== null && left[id] > 0) mu -= eta * (-Math.log2(left[id]) - tau);
      },
    };
  },
} satisfies StageDefinition<'mirostat'>;
