// How a column of numbers goes on, by a model that was trained on it: the band of many texts, and how such forecasts
// did on numbers that were held out.

/** What may be asked for, least and most, and where nothing is said. */
export const forecastLimits = { steps: [1, 5000], streams: [2, 500], default: { steps: 100, streams: 200 } } as const;

/** The band holds the middle 80 % of the texts. */
export const bandShares = { lower: 0.1, upper: 0.9 } as const;

/** One step ahead on the held-out part; mean absolute errors, in the numbers' own unit. */
export interface ForecastTest {
  /** 'test' was never looked at in training; 'validation' has chosen the best checkpoint. */
  readonly part: 'test' | 'validation';
  /** Numbers that were forecast. */
  readonly numbers: number;
  /** The median of what the model expects. */
  readonly model: number;
  /** The number before is said again. */
  readonly persistence: number;
  /** The number of one season before is said again; null: the training part is too short to have one. */
  readonly seasonal: number | null;
  /** Numbers from one season to the next; null as above. */
  readonly season: number | null;
}

export interface NumberForecast {
  /** Of the checkpoint. */
  readonly step: number;
  /**
   * The last numbers of the column, as their bins' medians, oldest first; none where the column is not in the library.
   */
  readonly past: readonly number[];
  /** (steps) each: where the middle of the texts lies, and the band around it. */
  readonly lower: readonly number[];
  readonly median: readonly number[];
  readonly upper: readonly number[];
  /** The first of the texts, as numbers and as it was written. */
  readonly first: readonly number[];
  readonly text: string;
  /** Null where nothing was held out, or the column is not in the library. */
  readonly heldOut: ForecastTest | null;
}
