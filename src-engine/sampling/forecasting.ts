// What a forecast of numbers is measured by: the model's median, one step ahead, against two forecasts that know
// nothing but the past. Persistence says the last number again; the seasonal naive forecast says the number of one
// season ago (Hyndman & Athanasopoulos, Forecasting: Principles and Practice, section 5.2). A season is the shift at
// which the training part repeats itself best.

/** Numbers at the end of the training part, in which a season is looked for. */
export const seasonSearched = 20_000;
const maxSeason = 400;
/** A season must be seen so many times. */
const minSeasons = 3;

/**
 * The shift of at least 2 that forecasts the training part with the smallest mean absolute error; null: the part is too
 * short.
 */
export function seasonOf(values: Float64Array): number | null {
  const part = values.subarray(-seasonSearched);
  const longest = Math.min(maxSeason, Math.floor(part.length / minSeasons));
  let best: { readonly season: number; readonly error: number } | null = null;
  for (let season = 2; season <= longest; season++) {
    // The same numbers are forecast by every season.
    const error = errorOfShift(part, longest, season);
    if (best === null || error < best.error) best = { season, error };
  }
  return best?.season ?? null;
}

/** Mean absolute error of saying at every place from `from` on what stood `shift` before it. */
export function errorOfShift(values: Float64Array, from: number, shift: number): number {
  return meanError(values.subarray(from), values.subarray(from - shift));
}

/**
 * Mean absolute error of a forecast of so many values. They are divided before they are added up: the sum may be
 * greater than any number.
 */
export function meanError(values: Float64Array, forecast: Float64Array): number {
  const count = values.length;
  return values.reduce((mean, value, index) => mean + Math.abs(value / count - forecast[index] / count), 0);
}

/** The value below which lies `share` of the weights; both in the same order, values ascending. */
export function quantileOf(values: ArrayLike<number>, weights: ArrayLike<number>, share: number): number {
  let total = 0;
  for (let index = 0; index < weights.length; index++) total += weights[index];
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    sum += weights[index];
    if (sum >= share * total) return values[index];
  }
  return values[values.length - 1];
}
