// Forecasts of a column of numbers: many texts that go on where the column ends, as numbers again; and how well a
// forecast one step ahead does on the held-out part, beside forecasts that know nothing but the past. All are measured
// against the bins' medians.

import { numbersOf } from '../corpus/number-bins.ts';
import { splitText } from '../corpus/split.ts';
import type { Ids } from '../corpus/symbols.ts';
import { firstSymbol } from '../corpus/vocabulary.ts';
import { CharloomError } from '../errors.ts';
import { bandShares } from '../protocol/forecasts.ts';
import type { ForecastTest } from '../protocol/forecasts.ts';
import type { Answer, Ask } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { errorOfShift, meanError, quantileOf, seasonOf, seasonSearched } from '../sampling/forecasting.ts';
import { probabilitiesOf } from '../sampling/softmax.ts';
import type { Handlers, HostContext, Service } from './context.ts';
import { trainedModel } from './loaded-models.ts';
import type { LoadedModels, SingleModel } from './loaded-models.ts';
import type { SamplingThread } from './sampling-thread.ts';

/** Numbers that are read before the first that is forecast: the state has settled by then. */
const readBefore = 256;
/** Of a long held-out part its beginning tells enough. */
const maxTested = 4000;
/** Numbers that are told of the past. */
const maxPast = 400;

/** A model of numbers, and the column that it was trained on. */
interface Column {
  readonly single: SingleModel;
  /** (V): what each symbol stands for. */
  readonly numbers: Float64Array;
  readonly characters: number;
  /** Of a model from elsewhere the column may have stayed behind. */
  readonly isHere: boolean;
}

export class Forecasts implements Service {
  readonly handlers = {
    'forecast.run': (ask) => this.#forecast(ask),
  } satisfies Partial<Handlers>;

  readonly #context: HostContext;
  readonly #thread: SamplingThread;
  readonly #models: LoadedModels;

  constructor(context: HostContext, thread: SamplingThread, models: LoadedModels) {
    this.#context = context;
    this.#thread = thread;
    this.#models = models;
  }

  async #forecast({ run, checkpoint, steps, streams, seed }: Ask<'forecast.run'>): Promise<Answer<'forecast.run'>> {
    const column = this.#find(run, checkpoint);
    const { single } = column;
    const end = await this.#endOf(column);
    const read = end.length > 0 ? Array.from(end.slice(-readBefore)) : [this.#firstOf(single)];
    const texts = await this.#write(single, read, { steps, streams, seed });
    // The numbers of all texts at each step, ascending.
    const ranked = Array.from({ length: steps }, (_, step) =>
      Float64Array.from(texts, (ids) => column.numbers[ids[step]]).sort(),
    );
    const at = (share: number): number[] => ranked.map((numbers) => numbers[Math.round(share * (streams - 1))]);
    return {
      step: single.checkpoint.step,
      past: Array.from(end.slice(-maxPast), (id) => column.numbers[id]),
      lower: at(bandShares.lower),
      // Of an even count the lower of the two, as of a bin's numbers.
      median: ranked.map((numbers) => numbers[(streams - 1) >> 1]),
      upper: at(bandShares.upper),
      first: Array.from(texts[0], (id) => column.numbers[id]),
      text: single.vocabulary.decode(texts[0]),
      heldOut: column.isHere ? await this.#test(column) : null,
    };
  }

  /**
   * The bins came with a model from elsewhere, also where its column did not.
   * @throws CharloomError 'bad-request' where the run was not trained on numbers, or on a column that lacks some;
   * 'not-found' where nobody knows, 'no-checkpoint' where one is not kept
   */
  #find(run: Ask<'forecast.run'>['run'], checkpoint: Ask<'forecast.run'>['checkpoint']): Column {
    const { corpora } = this.#context.library;
    const single = this.#models.findSingle(run, checkpoint);
    const { corpus } = single.run;
    const bins = corpora.origin(corpus).numbers;
    if (bins === null) throw noNumbers(single.run.name, corpora.requireText(corpus).name);
    const { characters, name } = corpora.find(corpus);
    return {
      single,
      characters,
      numbers: numbersOf(bins, single.vocabulary.symbols, name),
      isHere: corpora.hasText(corpus),
    };
  }

  /** The last ids of the column, none where it is not here. */
  async #endOf(column: Column): Promise<Ids> {
    const { characters, isHere } = column;
    if (!isHere) return new Uint8Array(0);
    return this.#ids(column, Math.max(0, characters - Math.max(maxPast, readBefore)), characters);
  }

  #ids({ single }: Column, from: number, to: number): Promise<Ids> {
    return this.#context.library.corpora.loadIds(single.run.corpus, { from, to });
  }

  #firstOf({ run, vocabulary }: SingleModel): number {
    return firstSymbol(vocabulary.symbols, this.#context.library.corpora.symbols(run.corpus).counts);
  }

  /** (streams): the ids of each text. */
  async #write(
    { run, checkpoint, vocabulary }: SingleModel,
    prompt: readonly number[],
    { steps, streams, seed }: Pick<Ask<'forecast.run'>, 'steps' | 'streams' | 'seed'>,
  ): Promise<Uint32Array[]> {
    const texts = Array.from({ length: streams }, () => new Uint32Array(steps));
    const written = new Uint32Array(streams);
    await this.#thread.worker.generate(
      {
        trained: trainedModel({ run, vocabulary, checkpoint }),
        symbols: vocabulary.symbols,
        prompt,
        first: prompt[0],
        sampling: { stages: [], length: steps, seed },
        texts: streams,
      },
      ({ ids }, text) => {
        texts[text].set(ids, written[text]);
        written[text] += ids.length;
      },
      this.#context.closing,
    );
    this.#context.closing.throwIfAborted();
    return texts;
  }

  async #test(column: Column): Promise<ForecastTest | null> {
    const { single, numbers, characters } = column;
    const { training } = single.run;
    const { train, validation, test } = splitText(characters, training);
    const [part, start, size] =
      test > 0 ? (['test', train + validation, test] as const) : (['validation', train, validation] as const);
    if (size === 0) return null;
    const from = Math.max(0, train - seasonSearched);
    const ids = await this.#ids(column, from, start + Math.min(size, maxTested));
    const values = Float64Array.from(ids, (id) => numbers[id]);
    const season = seasonOf(values.subarray(0, train - from));
    const first = start - from;
    return {
      part,
      numbers: values.length - first,
      model: await this.#errorOfModel(column, ids, first),
      persistence: errorOfShift(values, first, 1),
      seasonal: season === null ? null : errorOfShift(values, first, season),
      season,
    };
  }

  /** Mean absolute error of the model's median, one step ahead, from `start` on. */
  async #errorOfModel({ single, numbers }: Column, ids: Ids, start: number): Promise<number> {
    const from = Math.max(0, start - readBefore);
    const line = Uint32Array.from(ids.subarray(from, -1));
    const logits = await this.#thread.worker.follow({ trained: trainedModel(single), line });
    const classes = numbers.length;
    const values = Float64Array.from(ids.subarray(start), (id) => numbers[id]);
    const medians = values.map((_, index) => {
      const row = (start + index - 1 - from) * classes;
      const expected = probabilitiesOf(Float64Array.from(logits.subarray(row, row + classes)));
      return quantileOf(numbers, expected, 0.5);
    });
    return meanError(values, medians);
  }
}

function noNumbers(run: string, corpus: string): CharloomError {
  return new CharloomError(
    'bad-request',
    sentence`"${shortened(run)}" was trained on "${shortened(corpus)}", which is a text and no column of numbers. Import a CSV file with --column, or with its column cut into bins, and train on that.`,
  );
}
