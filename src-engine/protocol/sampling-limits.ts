// The least and the most of everything that may be set about writing: for the schemas, the help of the command line, and the page.

/** UTF-16 units. */
export const longestPrompt = 10_000_000;

/** Seeds are unsigned 32-bit numbers. */
export const largestSeed = 0xffff_ffff;

export const samplingLimits = {
  length: [0, 10_000_000],
  seed: [0, largestSeed],
  streams: [1, 64],
  temperature: [0, 100],
  temperatureOver: [1, 10_000_000],
  topK: [1, 1_200_000],
  topP: [0, 1],
  minP: [0, 1],
  typical: [0, 1],
  repetitionPenalty: [0.1, 10],
  frequencyPenalty: [-10, 10],
  presencePenalty: [-10, 10],
  window: [0, 10_000],
  dry: [0, 100],
  dryBase: [1, 10],
  dryAllowed: [1, 10_000],
  xtcProbability: [0, 1],
  xtcThreshold: [0, 1],
  mirostat: [0, 20],
  mirostatRate: [0, 1],
  bias: [-100, 100],
  beam: [1, 64],
  lengthPenalty: [0, 4],
  bestOf: [1, 64],
} as const satisfies Readonly<Record<string, readonly [least: number, most: number]>>;
