// Seeds for people: short enough to read out, many enough never to meet again by chance.

const seeds = 1_000_000;

export function randomSeed(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value % seeds;
}
