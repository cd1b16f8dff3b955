// What is said of a forecast of numbers: in the window and on the command line.

import type { ForecastTest, NumberForecast } from '../forecasts.ts';
import { amount, exactly, sentence } from '../text/sentences.ts';
import type { Decimal, Sentence } from '../text/sentences.ts';

const nothingHeldOut = sentence`Nothing was held out, so its error is not known.`;
const columnElsewhere = sentence`The column is not in this library. So the forecast does not begin where the column ends, and its error is not known.`;

/** In four figures. */
const short = (value: number): Decimal => exactly(Number(value.toPrecision(4)));

/** How good a forecast is, as far as that is known. */
export function forecastSentence({ heldOut, past }: NumberForecast): Sentence {
  if (heldOut) return testSentence(heldOut);
  return past.length === 0 ? columnElsewhere : nothingHeldOut;
}

/** Honest where a forecast that knows nothing but the past is as good. */
function testSentence({ part, numbers, model, persistence, seasonal, season }: ForecastTest): Sentence {
  const where = part === 'test' ? sentence`of the test part` : sentence`of the validation part`;
  const best = Math.min(persistence, seasonal ?? Infinity);
  const verdict =
    model < best ? sentence`The model is the best of them.` : sentence`The model does not beat the simpler forecast.`;
  const [asked, own, last] = [amount(numbers, 'number'), short(model), short(persistence)];
  return seasonal === null || season === null
    ? sentence`One step ahead on ${asked} ${where}, the model is off by ${own} on average, saying the last number again by ${last}. ${verdict}`
    : sentence`One step ahead on ${asked} ${where}, the model is off by ${own} on average, saying the last number again by ${last} and saying the one of ${season} before by ${short(seasonal)}. ${verdict}`;
}
