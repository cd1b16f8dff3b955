// The least and the most of what may be set about writing: for the schemas, the help of the command line, and the page.
// Those of the stages and decodings stand with them (src-engine/sampling), but for the one that the page has to know.

/** UTF-16 units. */
export const maxPromptLength = 10_000_000;

const maxTextLength = 10_000_000;

/** Of a text that the window shows while it is written: a longer one makes it slow. */
export const maxShownLength = 1_000_000;

/** Seeds are unsigned 32-bit numbers. */
export const largestSeed = 0xffff_ffff;

export const samplingLimits = {
  length: [0, maxTextLength],
  seed: [0, largestSeed],
  streams: [1, 64],
  temperatureOver: [1, maxTextLength],
} as const satisfies Readonly<Record<string, readonly [min: number, max: number]>>;
