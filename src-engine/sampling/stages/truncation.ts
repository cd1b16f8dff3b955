// The stages that rule out symbols by their probability. Each keeps at least one.

import type { SamplingStage } from '../../protocol/settings.ts';
import { candidatesOf, entropyOf, largestIndex, probabilitiesOf } from '../softmax.ts';
import type { Moment, Stage } from './stage.ts';

type Settings<Kind extends SamplingStage['kind']> = Extract<SamplingStage, { readonly kind: Kind }>;

/** Exactly the k largest; equals by id (Fan et al. 2018). */
export function topK({ k }: Settings<'top-k'>): Stage {
  return {
    apply(scores) {
      for (const id of candidatesOf(scores).slice(k)) scores[id] = -Infinity;
    },
  };
}

/** The shortest prefix of the descending order whose sum reaches `mass` (nucleus, Holtzman et al. 2020, eq. 2). */
export function topP({ mass }: Settings<'top-p'>): Stage {
  return {
    apply(scores) {
      const probabilities = probabilitiesOf(scores);
      keepPrefix(scores, candidatesOf(scores), (id, sum) => sum + probabilities[id] >= mass, probabilities);
    },
  };
}

/** p ≥ share × the largest p (Nguyen et al. 2024). */
export function minP({ share }: Settings<'min-p'>): Stage {
  return {
    apply(scores) {
      const probabilities = probabilitiesOf(scores);
      const best = largestIndex(probabilities);
      const least = share * probabilities[best];
      for (let id = 0; id < scores.length; id++) {
        if (probabilities[id] < least && id !== best) scores[id] = -Infinity;
      }
    },
  };
}

/**
 * Those whose surprisal is nearest to the entropy H: ascending |−ln p − H|, the shortest prefix whose sum exceeds `mass` (locally
 * typical sampling, Meister et al. 2023).
 */
export function typical({ mass }: Settings<'typical'>): Stage {
  return {
    apply(scores) {
      const probabilities = probabilitiesOf(scores);
      const entropy = entropyOf(probabilities);
      const distance = Float64Array.from(probabilities, (p) => Math.abs(-Math.log(p) - entropy));
      const order = candidatesOf(scores).sort((one, other) => distance[one] - distance[other]);
      keepPrefix(scores, order, (id, sum) => sum + probabilities[id] > mass, probabilities);
    },
  };
}

/** With `probability`, rules out all with p ≥ threshold but the least likely of them ("exclude top choices"). */
export function xtc({ probability, threshold }: Settings<'xtc'>): Stage {
  return {
    apply(scores, { random }: Moment) {
      // One number a character, whether it is needed or not: the draw after it must not depend on the distribution.
      const isOn = random.uniform() < probability;
      if (!isOn) return;
      const probabilities = probabilitiesOf(scores);
      const tops = candidatesOf(scores).filter((id) => probabilities[id] >= threshold);
      for (const id of tops.slice(0, -1)) scores[id] = -Infinity;
    },
  };
}

/**
 * Mirostat 2 (Basu et al. 2021, algorithm 2): rules out surprisals above μ and steers μ so that the drawn ones come to τ on average:
 * μ −= η (S − τ), from μ = 2τ. Bits a character; S is taken in the distribution that this stage leaves.
 */
export function mirostat({ tau, eta }: Settings<'mirostat'>): Stage {
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
}

/** Rules out all of `order` after the first id for which `isEnough(id, sum of those before it)`. */
function keepPrefix(
  scores: Float64Array,
  order: readonly number[],
  isEnough: (id: number, sum: number) => boolean,
  probabilities: Float64Array,
): void {
  let sum = 0;
  let kept = 0;
  while (kept < order.length) {
    const id = order[kept++];
    if (isEnough(id, sum)) break;
    sum += probabilities[id];
  }
  for (const id of order.slice(kept)) scores[id] = -Infinity;
}
