// What a model file says of its model in JSON: settings, alphabet, how far it was trained, on what. The same in every
// format that Charloom reads back; checked as strictly as what the page asks. Of a model that tells labels apart it
// names them, and of one that was trained on a column of numbers the bins. The format's version is that of the newest
// thing in it: an older Charloom, which does not know the thing, says that the file is newer.

import * as v from 'valibot';
import { maxLabelLength, maxLabels } from '../../corpus/labels.ts';
import { maxSymbolLength, symbolsOf } from '../../corpus/segments.ts';
import { CharloomError } from '../../errors.ts';
import { corpusUnits } from '../../protocol/choices.ts';
import type { CorpusUnit, NumberBins } from '../../protocol/index.ts';
import { binLimits, numberOf } from '../../protocol/numbers.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';
import { nameSchema } from '../../settings/names.ts';
import { describeIssue } from '../../settings/issues.ts';
import { storable, storableBeside, storedModelSchema, storedTrainingSchema } from '../../settings/stored.ts';
import type { NamedText, PortableModel } from '../types.ts';
import { otherVersion } from './refusals.ts';

/** All of Unicode. */
export const maxSymbols = 1_114_112;
/** Of more than one code point. No text has a tenth of them; each has to be measured. */
const maxClusters = 100_000;
/** Characters, and steps. */
const maxCount = Number.MAX_SAFE_INTEGER;

export const name = nameSchema;
export const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(maxCount));
export const finite = v.pipe(v.number(), v.finite());
export const loss = v.nullable(v.pipe(finite, v.minValue(0)));

/** Of a file's format: the first, and since which of them the description may hold what. */
const firstVersion = 1;
const since = { labels: 2, numbers: 3 } as const;
type NewerThing = keyof typeof since;
const newerThings = Object.keys(since) as readonly NewerThing[];
const newestVersion = Math.max(...Object.values(since));

/** Whether a model has the thing. */
const isIn: Readonly<Record<NewerThing, (model: Pick<PortableModel, NewerThing>) => boolean>> = {
  labels: (model) => model.labels.length > 0,
  numbers: (model) => model.numbers !== undefined,
};

/** Said where a file has the thing, or not, against its version. */
const againstVersion: Readonly<Record<NewerThing, (what: Sentence) => Sentence>> = {
  labels: (what) => sentence`${what} names labels, or not, against its version. Get it again.`,
  numbers: (what) => sentence`${what} has bins, or not, against its version. Get it again.`,
};

/** In the order of a model's answers. */
export const labels = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(maxLabelLength * maxSymbolLength))),
  v.maxLength(maxLabels),
  v.check((names) => names.length !== 1 && new Set(names).size === names.length),
);

const ascending = v.check<number[]>((values) =>
  values.every((value, index) => index === 0 || value > values[index - 1]),
);

export const numbers = v.pipe(
  v.strictObject({
    edges: v.pipe(v.array(finite), v.maxLength(binLimits.max - 1), ascending),
    medians: v.pipe(v.array(finite), v.minLength(1), v.maxLength(binLimits.max), ascending),
  }),
  v.check(({ edges, medians }) => medians.length === edges.length + 1),
) satisfies v.GenericSchema<unknown, NumberBins>;

const namedTextSchema = v.strictObject({ name, hash, characters: whole, trainCharacters: whole });

const descriptionSchema = v.strictObject({
  name,
  model: storedModelSchema,
  unit: v.picklist(corpusUnits),
  first: whole,
  step: whole,
  validation: loss,
  training: v.nullable(storedTrainingSchema),
  trainedOn: v.nullable(namedTextSchema),
  labels: v.optional(labels, []),
  numbers: v.exactOptional(numbers),
});

export type Description = v.InferOutput<typeof descriptionSchema>;

export function describe(portable: PortableModel): v.InferInput<typeof descriptionSchema> {
  const { name: title, model, unit, first, step, validation, training, labels: told, numbers: bins } = portable;
  return {
    name: title,
    model: storableBeside({ unit }, model),
    unit,
    first,
    step,
    validation,
    training: training && storable(training),
    trainedOn: namedText(portable),
    ...(told.length > 0 && { labels: [...told] }),
    ...(bins && { numbers: { edges: [...bins.edges], medians: [...bins.medians] } }),
  };
}

/** The version of a file that has those things in it. */
function versionWith(has: (thing: NewerThing) => boolean): number {
  return Math.max(firstVersion, ...newerThings.filter(has).map((thing) => since[thing]));
}

export function descriptionVersion(model: Pick<PortableModel, NewerThing>): number {
  return versionWith((thing) => isIn[thing](model));
}

/** @throws CharloomError 'model-invalid' where the version is not one that is read */
export function checkVersion(what: Sentence, written: unknown): void {
  const isKnown = Number.isInteger(written) && Number(written) >= firstVersion && Number(written) <= newestVersion;
  if (!isKnown) throw otherVersion(what, written, newestVersion);
}

/**
 * @param told what the file says of its model
 * @throws CharloomError 'model-invalid' where that is not of its version
 */
export function checkOwnVersion(what: Sentence, written: unknown, told: unknown): void {
  checkVersion(what, written);
  const own = versionWith((thing) => typeof told === 'object' && told !== null && thing in told);
  if (written === own) return;
  // Of two versions the newer one's thing is there, or missing, against the other.
  const newer = Math.max(own, Number(written));
  const [thing = 'labels'] = newerThings.filter((each) => since[each] === newer);
  throw new CharloomError('model-invalid', againstVersion[thing](what));
}

/** What names the text that the model was trained on; null where nobody knows. */
export function namedText({ trainedOn, continuation }: PortableModel): NamedText | null {
  const known = continuation?.text ?? trainedOn;
  if (!known) return null;
  const { name: title, hash: sha256, characters, trainCharacters } = known;
  return { name: title, hash: sha256, characters, trainCharacters };
}

/** @throws CharloomError 'model-invalid' @param what such as '"config.json"' */
export function checkDescription(input: unknown, what: Sentence): Description {
  const description = checkAgainst(descriptionSchema, input, what);
  const { training, labels: told } = description;
  if (training !== null && (training.task === 'classify') !== told.length > 0) {
    throw new CharloomError(
      'model-invalid',
      sentence`${what} names labels, or not, against its task. Get the model again.`,
    );
  }
  return description;
}

/** @throws CharloomError 'model-invalid' */
export function checkAgainst<Output>(schema: v.GenericSchema<unknown, Output>, input: unknown, what: Sentence): Output {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new CharloomError(
    'model-invalid',
    sentence`${what} is not what Charloom writes. ${describeIssue(issue)} Get the model again.`,
  );
}

/**
 * The symbols of a vocabulary, each of them one, and none twice.
 * @throws CharloomError 'model-invalid'
 */
export function checkSymbols(input: unknown, unit: CorpusUnit): readonly string[] {
  if (!Array.isArray(input)) throw wrongVocabulary(sentence`it has no list of symbols`);
  if (input.length === 0 || input.length > maxSymbols) throw wrongVocabulary(sentence`it has ${input.length} symbols`);
  const known = new Set<string>();
  let clusters = 0;
  for (const [id, symbol] of (input as unknown[]).entries()) {
    if (typeof symbol !== 'string' || !isSymbol(symbol, unit)) {
      throw wrongVocabulary(noSymbol[unit](id));
    }
    if (!isOnePoint(symbol) && ++clusters > maxClusters) {
      throw wrongVocabulary(sentence`more than ${maxClusters} of its symbols are clusters of several characters`);
    }
    if (known.has(symbol)) throw wrongVocabulary(sentence`its symbol ${id} stands there twice`);
    known.add(symbol);
  }
  return [...known];
}

/** What the description and the vocabulary say together. @throws CharloomError 'model-invalid' */
export function checkTogether(
  { first, numbers: bins }: Pick<PortableModel, 'first' | 'numbers'>,
  symbols: readonly string[],
): void {
  if (bins && symbols.some((symbol) => Number.isNaN(numberOf(bins, symbol)))) {
    throw wrongVocabulary(sentence`it has symbols that stand for no bin of its numbers`);
  }
  if (first < symbols.length) return;
  throw new CharloomError(
    'model-invalid',
    sentence`The model begins with its symbol ${first}, and it has ${symbols.length}. Its vocabulary is another one.`,
  );
}

const noSymbol: Readonly<Record<CorpusUnit, (id: number) => Sentence>> = {
  codepoint: (id) => sentence`its symbol ${id} is not one character`,
  grapheme: (id) => sentence`its symbol ${id} is not one grapheme cluster`,
};

function isSymbol(symbol: string, unit: CorpusUnit): boolean {
  if (symbol.length === 0 || symbol.length > maxSymbolLength || !symbol.isWellFormed()) return false;
  // Asking Intl.Segmenter about each of a million symbols would take ten seconds.
  return isOnePoint(symbol) || symbolsOf(symbol, unit).length === 1;
}

function isOnePoint(symbol: string): boolean {
  return symbol.length === 1 || (symbol.length === 2 && (symbol.codePointAt(0) ?? 0) > 0xffff);
}

function wrongVocabulary(what: Sentence): CharloomError {
  return new CharloomError('model-invalid', sentence`The vocabulary cannot be used: ${what}. Get the model again.`);
}
