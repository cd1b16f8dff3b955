// The softmax controls: a list of pure stages over the logits of one step, each scores → scores, −∞ for what is ruled out. The
// list's order is the order of application.

import type { SamplingStage } from '../protocol/settings.ts';

/** Applies all stages in place. */
export function applyStages(stages: readonly SamplingStage[], logits: Float64Array): void {
  for (const stage of stages) applyStage(stage, logits);
}

function applyStage(stage: SamplingStage, logits: Float64Array): void {
  switch (stage.kind) {
    case 'temperature':
      applyTemperature(stage.temperature, logits);
      return;
  }
}

/** l / T. At 0, and so near to it that numbers end, only the largest (the first of equals) is left: greedy. */
function applyTemperature(temperature: number, logits: Float64Array): void {
  const best = largestIndex(logits);
  if (Number.isFinite(logits[best] / temperature)) {
    for (let j = 0; j < logits.length; j++) logits[j] /= temperature;
    return;
  }
  for (let j = 0; j < logits.length; j++) if (j !== best) logits[j] = -Infinity;
}

/** The first of the largest. */
export function largestIndex(values: Float64Array): number {
  let best = 0;
  for (let j = 1; j < values.length; j++) if (values[j] > values[best]) best = j;
  return best;
}

/** Logits → probabilities in place (softmax in double precision). */
export function toProbabilities(logits: Float64Array): void {
  const top = logits[largestIndex(logits)];
  let sum = 0;
  for (let j = 0; j < logits.length; j++) sum += logits[j] = Math.exp(logits[j] - top);
  for (let j = 0; j < logits.length; j++) logits[j] /= sum;
}
