// "Exclude top choices": with `probability`, rules out all with p ≥ threshold but the least likely of them.

import { candidatesOf, probabilitiesOf } from '../softmax.ts';
import { number } from '../fields.ts';
import type { StageDefinition } from './stage.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const fields = {
  probability: number(sentence`The XTC probability`, 0, 1),
  threshold: number(sentence`The XTC threshold`, 0, 1),
};

export const xtc = {
  since: 1,
  default: { kind: 'xtc', probability: 0.3, threshold: 0.15 },
  fields,
  options: {
    xtcProbability: { takes: fields.probability, sets: 'probability' },
    xtcThreshold: { takes: fields.threshold, sets: 'threshold' },
  },
  actsOnGreedy: true,
  prefersSymbols: false,
  drawsNumbers: true,
  idleBecause({ probability, threshold }) {
    if (probability === 0) return sentence`it never happens`;
    return threshold > 0.5 ? sentence`two symbols cannot both have more than half of the probability` : null;
  },
  make: ({ probability, threshold }) => ({
    apply(scores, { random }) {
      // One number a character, whether it is needed or not: the draw after it must not depend on the distribution.
      const isOn = random.uniform() < probability;
      if (!isOn) return;
      const probabilities = probabilitiesOf(scores);
      const tops = candidatesOf(scores).filter((id) => probabilities[id] >= threshold);
      for (const id of tops.slice(0, -1)) scores[id] = -Infinity;
    },
  }),
} satisfies StageDefinition<'xtc'>;
