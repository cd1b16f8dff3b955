// The least and the most of what may be set about a run beside its settings, for the schemas and the page.

/** Longer than any run is. */
export const maxRunSteps = 1e9;

export const retentionLimits = {
  keepLast: [1, 1000],
  keepEvery: [1, maxRunSteps],
} as const satisfies Readonly<Record<string, readonly [min: number, max: number]>>;
