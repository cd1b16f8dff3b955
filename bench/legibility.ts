// After how much training what a model writes can be read: its held-out loss falls below that of a 3-gram model of the
// same text. The work is not a matter of this machine's speed. The catalogue has these figures (`legibleAfter`).

import { catalogue } from '../corpora/catalogue.ts';
import type { BuiltInText } from '../corpora/built-in-text.ts';
import { measureNgrams } from '../src-engine/corpus/ngrams.ts';
import { splitText } from '../src-engine/corpus/split.ts';
import { defaultModel, defaultTraining } from '../src-engine/settings/defaults.ts';
import { fitToCorpus } from '../src-engine/settings/fit.ts';
import { physicalProcessors } from '../src-engine/settings/processors.ts';
import { charactersPerStep } from '../src-engine/training/intervals.ts';
import { startTrainer } from '../src-engine/training/trainer.ts';
import { freshStart } from './fresh-start.ts';
import { readText } from './quality/text.ts';
import { count } from './report.ts';
import type { Report } from './report.ts';

/** Symbols that a 3-gram model looks back at. */
export const looksBack = 2;
/** Characters of the held-out part that are measured: enough to tell the two apart. */
const maxHeldOut = 20_000;
/** About so many are trained between two looks. */
const charactersBetweenLooks = 10_000;
const maxCharacters = 8_000_000;

interface Legibility {
  /** Of the 3-gram model, nats per character. */
  readonly threshold: number;
  /** Null: not within the length that is suggested, nor within `maxCharacters`. */
  readonly characters: number | null;
  /** 10⁹ floating-point operations, with which so many are trained. */
  readonly gigaflop: number | null;
  readonly loss: number;
}

export async function benchLegibility(report: Report, key: string | undefined): Promise<void> {
  report.heading('Training until the held-out loss is below that of a 3-gram model');
  report.columns(['text', 'characters', 'GFLOP', '3-gram', 'reached']);
  // Labels that are told apart are not read.
  const texts = catalogue.filter((text) => text.preset.training.task !== 'classify' && (key ?? text.key) === text.key);
  for (const text of texts) {
    const found = await legibilityOf(text);
    report.row({ kind: 'legibility', key: text.key, ...found }, [
      text.key,
      found.characters === null ? 'not' : count(found.characters),
      found.gigaflop === null ? '' : count(found.gigaflop),
      found.threshold.toFixed(3),
      found.loss.toFixed(3),
    ]);
  }
}

async function legibilityOf({ key, preset }: BuiltInText): Promise<Legibility> {
  const { ids, symbols } = await readText(key);
  const suggested = { ...defaultTraining(physicalProcessors()), ...preset.training };
  const training = fitToCorpus(suggested, ids.length);
  const { train, validation } = splitText(ids.length, training);
  const read = ids.subarray(0, train + Math.min(maxHeldOut, validation));
  const threshold = lossOfNgrams(read, train, symbols.length);
  let flopPerCharacter = Number.NaN;
  let last = Number.NaN;
  return new Promise((resolve, reject) => {
    const trainer = startTrainer(
      {
        model: { ...defaultModel, ...preset.model },
        training: { ...training, validateEvery: Math.ceil(charactersBetweenLooks / charactersPerStep(training)) },
        vocabulary: symbols.length,
        ids: read,
        trainCharacters: train,
        ...freshStart,
      },
      (event) => {
        if (event.kind === 'started') ({ flopPerCharacter } = event);
        if (event.kind === 'failed') reject(new Error(event.message));
        if (event.kind === 'ended') resolve({ threshold, characters: null, gigaflop: null, loss: last });
        if (event.kind !== 'validation') return;
        last = event.loss;
        const characters = event.step * charactersPerStep(training);
        const isReached = event.loss < threshold;
        if (!isReached && characters < maxCharacters) return;
        const gigaflop = (characters * flopPerCharacter) / 1e9;
        const reached = isReached ? { characters, gigaflop } : { characters: null, gigaflop: null };
        void trainer.terminate().then(() => resolve({ threshold, ...reached, loss: event.loss }));
      },
    );
  });
}

/** Nats per character. */
function lossOfNgrams(ids: Uint32Array, train: number, vocabulary: number): number {
  let loss = Number.NaN;
  for (const { order, probabilities } of measureNgrams({ ids, train, vocabulary, orders: looksBack + 1 }))
    if (order === looksBack)
      loss = -probabilities.reduce((sum, probability) => sum + Math.log(probability), 0) / probabilities.length;
  return loss;
}
