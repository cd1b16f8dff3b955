// Temperature: how much likelier the likely is made.

import type { SamplingStage } from '../../protocol/settings.ts';
import { largestIndex } from '../softmax.ts';
import type { Stage } from './stage.ts';

type Settings = Extract<SamplingStage, { readonly kind: 'temperature' }>;

/** l / T, with T going from `temperature` to `ramp.to` evenly over the first `ramp.over` characters. */
export function temperature({ temperature, ramp }: Settings): Stage {
  return {
    apply(scores, { drawn }) {
      const done = ramp === undefined ? 0 : Math.min(1, drawn / ramp.over);
      divideBy(ramp === undefined ? temperature : temperature + (ramp.to - temperature) * done, scores);
    },
  };
}

/** At 0, and so near to it that numbers end, only the largest (the first of equals) is left: greedy. */
function divideBy(temperature: number, scores: Float64Array): void {
  const best = largestIndex(scores);
  if (Number.isFinite(scores[best] / temperature)) {
    for (let j = 0; j < scores.length; j++) scores[j] /= temperature;
    return;
  }
  for (let j = 0; j < scores.length; j++) if (j !== best) scores[j] = -Infinity;
}
