// Seeds for people: short enough to read out, many enough never to meet again by chance.

const seeds = 1_000_000;

/** Seeds are unsigned 32-bit numbers. */
export const largestSeed = 2 ** 32 - 1;

export function randomSeed(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value % seeds;
}
