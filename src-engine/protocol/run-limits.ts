// The least and the most of what may be set about a run, where the page has to know them beside the schemas.

/** Of a model, whether it is trained here or comes from elsewhere. */
export const maxLayers = 8;

/** Longer than any run is. */
export const maxRunSteps = 1e9;

export const retentionLimits = {
  keepLast: [1, 1000],
  keepEvery: [1, maxRunSteps],
} as const satisfies Readonly<Record<string, readonly [min: number, max: number]>>;
