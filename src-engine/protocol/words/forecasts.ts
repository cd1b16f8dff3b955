// What is said of a forecast of numbers: in the window and on the command line.

import type { ForecastTest } from '../forecasts.ts';

export const nothingHeldOut = 'Nothing was held out, so its error is not known.';

/** Honest where a forecast that knows nothing but the past is as good. */
export function testSentence({ part, numbers, model, persistence, seasonal, season }: ForecastTest): string {
  const others = [
    `saying the last number again by ${short(persistence)}`,
    ...(seasonal === null || season === null ? [] : [`saying the one of ${season} before by ${short(seasonal)}`]),
  ];
  const best = Math.min(persistence, seasonal ?? Infinity);
  const verdict = model < best ? 'The model is the best of them.' : 'The model does not beat the simpler forecast.';
  return `One step ahead on ${numbers === 1 ? '1 number' : `${numbers} numbers`} of the ${part} part, the model is off by ${short(model)} on average, ${others.join(' and ')}. ${verdict}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
