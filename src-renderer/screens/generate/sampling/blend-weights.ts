// The weights of a blend: what is moved takes from the others, and together they never exceed 1. The run whose screen
// it is has the rest.

import type { BlendPart } from '../../../../src-engine/protocol/index.ts';

/** Weights are whole hundredths, so that what is shown is what is sent. */
const hundredths = 100;

/** The weight that the first model is left with; of 0 to 1. */
export function hundredthsLeft(parts: readonly BlendPart[]): number {
  return round(1 - parts.reduce((sum, { weight }) => sum + weight, 0));
}

/** Part `index` gets a weight of 0 to 1; where too little is left for that, the other parts shrink evenly. */
export function reweigh(parts: readonly BlendPart[], index: number, weight: number): BlendPart[] {
  const others = parts.reduce((sum, part, at) => (at === index ? sum : sum + part.weight), 0);
  const scale = others > 0 ? Math.min(1, (1 - weight) / others) : 1;
  return parts.map((part, at) =>
    at === index ? { ...part, weight: round(weight) } : { ...part, weight: floor(part.weight * scale) },
  );
}

function round(weight: number): number {
  return Math.round(weight * hundredths) / hundredths;
}

/** Shrunk weights are rounded down: together they must not exceed what is left. */
function floor(weight: number): number {
  // What is a whole number of hundredths already stays it, whatever the last bit says.
  return Math.floor(weight * hundredths + 1e-6) / hundredths;
}
