// Temperature: how much likelier the likely is made. l / T, with T going from `temperature` to `ramp.to` evenly over
// the first `ramp.over` characters.

import { samplingLimits } from '../../protocol/sampling-limits.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { largestIndex } from '../softmax.ts';
import { number, whole } from '../fields.ts';
import type { StageDefinition } from './stage.ts';

const start = number(sentence`The temperature`, 0, 100);
const ramp = {
  to: number(sentence`The temperature at the end`, start.min, start.max),
  over: whole(sentence`The length of the temperature schedule`, ...samplingLimits.temperatureOver),
};

export const temperature = {
  since: 1,
  default: { kind: 'temperature', temperature: 0.8 },
  fields: { temperature: start, ramp: { takes: 'group', fields: ramp } },
  options: {
    temperature: { takes: start, sets: 'temperature' },
    temperatureEnd: { takes: ramp.to, isLate: true },
    temperatureOver: { takes: ramp.over, needs: ['temperatureEnd'], isLate: true },
    greedy: { sets: 'temperature', to: 0 },
  },
  together: ({ greedy, temperatureEnd, temperatureOver }, length) =>
    greedy !== undefined || temperatureEnd === undefined
      ? {}
      : { ramp: { to: temperatureEnd, over: temperatureOver ?? Math.max(1, length) } },
  actsOnGreedy: true,
  prefersSymbols: false,
  drawsNumbers: false,
  idleBecause: () => null,
  modes({ temperature, ramp }) {
    if (ramp !== undefined) return ['ramp'];
    return temperature === 0 ? ['greedy'] : [];
  },
  make: (stage) => ({
    apply(scores, { drawn }) {
      const { temperature, ramp } = stage;
      const done = ramp === undefined ? 0 : Math.min(1, drawn / ramp.over);
      divideBy(ramp === undefined ? temperature : temperature + (ramp.to - temperature) * done, scores);
    },
  }),
} satisfies StageDefinition<'temperature'>;

/** At 0, and so near to it that numbers end, only the largest (the first of equals) is left: greedy. */
function divideBy(temperature: number, scores: Float64Array): void {
  const best = largestIndex(scores);
  if (Number.isFinite(scores[best] / temperature)) {
    for (let j = 0; j < scores.length; j++) scores[j] /= temperature;
    return;
  }
  for (let j = 0; j < scores.length; j++) if (j !== best) scores[j] = -Infinity;
}
