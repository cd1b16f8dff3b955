// What a model file says of its model in JSON: settings, alphabet, how far it was trained, on what. The same in every format that
// Charloom reads back; checked as strictly as what the page asks.

import * as v from 'valibot';
import { symbolsOf } from '../../corpus/segments.ts';
import { CharloomError } from '../../errors.ts';
import { corpusUnits } from '../../protocol/choices.ts';
import type { CorpusUnit } from '../../protocol/index.ts';
import { nameSchema } from '../../settings/names.ts';
import { describeIssue } from '../../settings/schemas.ts';
import { storable, storableBeside, storedModelSchema, storedTrainingSchema } from '../../settings/stored.ts';
import type { NamedText, PortableModel } from '../types.ts';

/** All of Unicode. */
const maxSymbols = 1_114_112;
const maxSymbolLength = 255;
/** Of more than one code point. No text has a tenth of them; each has to be measured. */
const maxClusters = 100_000;
/** Characters, and steps. */
const maxCount = Number.MAX_SAFE_INTEGER;

export const name = nameSchema;
export const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(maxCount));
export const finite = v.pipe(v.number(), v.finite());
export const loss = v.nullable(v.pipe(finite, v.minValue(0)));

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
});

export type Description = v.InferOutput<typeof descriptionSchema>;

export function describe(portable: PortableModel): Description {
  const { name: title, model, unit, first, step, validation, training } = portable;
  return {
    name: title,
    model: storableBeside({ unit }, model),
    unit,
    first,
    step,
    validation,
    training: training && storable(training),
    trainedOn: namedText(portable),
  };
}

/** What names the text that the model was trained on; null where nobody knows. */
export function namedText({ trainedOn, continuation }: PortableModel): NamedText | null {
  const known = continuation?.text ?? trainedOn;
  if (!known) return null;
  const { name: title, hash: sha256, characters, trainCharacters } = known;
  return { name: title, hash: sha256, characters, trainCharacters };
}

/** @throws CharloomError 'model-invalid' @param what such as '"config.json"' */
export function checkDescription(input: unknown, what: string): Description {
  return checkAgainst(descriptionSchema, input, what);
}

/** @throws CharloomError 'model-invalid' */
export function checkAgainst<Output>(schema: v.GenericSchema<unknown, Output>, input: unknown, what: string): Output {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const said = describeIssue(issue)
    .replace(/^The setting "/, 'its "')
    .replace(/[.]$/, '');
  throw new CharloomError('model-invalid', `${what} is not what Charloom writes: ${said}. Get the model again.`);
}

/**
 * The symbols of a vocabulary, each of them one, and none twice.
 * @throws CharloomError 'model-invalid'
 */
export function checkSymbols(input: unknown, unit: CorpusUnit): readonly string[] {
  if (!Array.isArray(input)) throw wrongVocabulary('it has no list of symbols');
  if (input.length === 0 || input.length > maxSymbols) throw wrongVocabulary(`it has ${input.length} symbols`);
  const known = new Set<string>();
  let clusters = 0;
  for (const [id, symbol] of (input as unknown[]).entries()) {
    if (typeof symbol !== 'string' || !isSymbol(symbol, unit)) {
      throw wrongVocabulary(`its symbol ${id} is not one ${unit === 'codepoint' ? 'character' : 'grapheme cluster'}`);
    }
    if (!isOnePoint(symbol) && ++clusters > maxClusters) {
      throw wrongVocabulary(`more than ${maxClusters} of its symbols are clusters of several characters`);
    }
    if (known.has(symbol)) throw wrongVocabulary(`its symbol ${id} stands there twice`);
    known.add(symbol);
  }
  return [...known];
}

/** What the description and the vocabulary say together. @throws CharloomError 'model-invalid' */
export function checkFirst(first: number, symbols: readonly string[]): void {
  if (first < symbols.length) return;
  throw new CharloomError(
    'model-invalid',
    `The model begins with its symbol ${first}, and it has ${symbols.length}. Its vocabulary is another one.`,
  );
}

function isSymbol(symbol: string, unit: CorpusUnit): boolean {
  if (symbol.length === 0 || symbol.length > maxSymbolLength || !symbol.isWellFormed()) return false;
  // Asking Intl.Segmenter about each of a million symbols would take ten seconds.
  return isOnePoint(symbol) || symbolsOf(symbol, unit).length === 1;
}

function isOnePoint(symbol: string): boolean {
  return symbol.length === 1 || (symbol.length === 2 && (symbol.codePointAt(0) ?? 0) > 0xffff);
}

function wrongVocabulary(what: string): CharloomError {
  return new CharloomError('model-invalid', `The vocabulary cannot be used: ${what}. Get the model again.`);
}
