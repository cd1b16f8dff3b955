// Takes a model out of an exported page again, to prove what the page holds. Nothing of the page is run and no markup
// is parsed: the data are found by the words that they begin with, and every size follows from the model's description
// before anything is allocated.

import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import * as v from 'valibot';
import { maxSymbolLength } from '../../../corpus/segments.ts';
import { CharloomError } from '../../../errors.ts';
import { writeParameter } from '../../../nn/parameters.ts';
import { corpusUnits, weightPrecisions } from '../../../protocol/choices.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import type { Sentence } from '../../../protocol/text/sentences.ts';
import { shortened } from '../../../quoting.ts';
import { storedModelSchema } from '../../../settings/stored.ts';
import { base64Length, decodeBase64 } from './page/base64.ts';
import { closing, layoutOf, openings } from './page/contents.ts';
import type { PageContents } from './page/contents.ts';
import { storageOf } from './page/stored.ts';
import { faultOf, parseStrictly } from '../../parts/json.ts';
import { checkOwnVersion, labels, maxSymbols } from '../../parts/description.ts';
import { checkMemory } from '../../parts/memory.ts';
import { shapeOfSize, sizeOfModel } from '../../parts/model-size.ts';
import type { Golden, IncomingFiles, IncomingModel } from '../../types.ts';
import { notWhole } from '../../parts/refusals.ts';

/** Bytes of markup before the data, and of markup and program behind them, at most. */
const maxShellBytes = 2 ** 20;
/** Bytes of the model's description at most: symbols, mostly. */
const maxContentBytes = 2 ** 23;
/** Characters of base64 that are read at a time, a multiple of four. */
const pieceCharacters = 2 ** 20;

const symbol = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(maxSymbolLength),
  v.check((text) => text.isWellFormed()),
);
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const contentsSchema = v.pipe(
  v.strictObject({
    charloom: whole,
    name: v.pipe(v.string(), v.maxLength(1000)),
    model: storedModelSchema,
    unit: v.picklist(corpusUnits),
    symbols: v.pipe(v.array(symbol), v.minLength(1), v.maxLength(maxSymbols)),
    first: whole,
    step: whole,
    validation: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
    text: v.nullable(v.pipe(v.string(), v.maxLength(1000))),
    precision: v.picklist(weightPrecisions),
    golden: v.pipe(v.array(whole), v.minLength(1), v.maxLength(20_000)),
    labels: v.optional(labels, []),
    sequence: v.exactOptional(v.pipe(whole, v.minValue(1))),
  }),
  v.check(({ symbols }) => new Set(symbols).size === symbols.length),
  v.check(({ symbols, first, golden }) => Math.max(first, ...golden) < symbols.length),
) satisfies v.GenericSchema<unknown, PageContents>;

/** @throws CharloomError 'model-invalid' */
export function readPage(files: IncomingFiles): IncomingModel {
  const size = files.files.get('');
  if (size === undefined || files.files.size !== 1) throw invalid(sentence`it is not a single file`);
  const offset = offsetOfData(files, size);
  const { contents, hash, end } = readContents(files, size, offset);
  const cursor = new Cursor(files, size, end, hash);
  const modelSize = sizeOfModel(contents);
  const layout = layoutOf(contents);
  const goldenBytes = contents.golden.length * shapeOfSize(modelSize).classes * 4;
  const wanted = layout.parameters.reduce(
    (sum, { shape }) => sum + base64Length(storageOf(shape, contents.precision).bytes(shape)),
    base64Length(goldenBytes),
  );
  if (end + wanted > size) throw notWhole(sentence`This page`, size, end + wanted);
  checkMemory(modelSize);
  const golden = readGolden(cursor, contents.golden, goldenBytes);
  const weights = new Float32Array(layout.size);
  for (const parameter of layout.parameters) {
    const { shape } = parameter;
    const bytes = cursor.takeBase64(openings.parameter, storageOf(shape, contents.precision).bytes(shape));
    writeParameter(weights, 0, parameter, storageOf(shape, contents.precision).decode(shape, bytes));
  }
  cursor.checkSeal();
  if (!weights.every(Number.isFinite)) throw invalid(sentence`its weights are not all numbers`);
  const { name, model, unit, symbols, first, step, validation, precision } = contents;
  const told = { name, model, unit, symbols, labels: contents.labels, first, step, validation, weights };
  return {
    model: { ...told, training: null, continuation: null },
    golden,
    precision,
  };
}

const doctype = '<!doctype html>';

/** Whether the files are a page with a model in it, whatever the model. */
export function isExportedPage(files: IncomingFiles): boolean {
  const size = files.files.get('');
  return size !== undefined && beginsAsPage(files, size) && findData(files, size) >= 0;
}

function beginsAsPage(files: IncomingFiles, size: number): boolean {
  const start = Buffer.from(files.read('', 0, Math.min(size, doctype.length)));
  return start.toString('latin1').toLowerCase() === doctype;
}

/** Below zero where there are none. */
function findData(files: IncomingFiles, size: number): number {
  return Buffer.from(files.read('', 0, Math.min(size, maxShellBytes))).indexOf(openings.contents);
}

function offsetOfData(files: IncomingFiles, size: number): number {
  if (!beginsAsPage(files, size)) throw invalid(sentence`it is no page`);
  const offset = findData(files, size);
  if (offset < 0) throw invalid(sentence`there is no model in it`);
  return offset;
}

function readContents(
  files: IncomingFiles,
  size: number,
  offset: number,
): { readonly contents: v.InferOutput<typeof contentsSchema>; readonly hash: Hash; readonly end: number } {
  const bytes = Buffer.from(files.read('', offset, Math.min(size - offset, maxContentBytes)));
  const end = bytes.indexOf(closing);
  if (end < 0) throw invalid(sentence`the description of its model has no end`);
  const json = bytes.subarray(openings.contents.length, end);
  const hash = createHash('sha256').update(bytes.subarray(0, end + closing.length));
  return { contents: parseContents(json), hash, end: offset + end + closing.length };
}

function parseContents(json: Uint8Array): v.InferOutput<typeof contentsSchema> {
  let parsed: unknown;
  try {
    parsed = parseStrictly(json);
  } catch (error) {
    throw invalid(sentence`the description of its model cannot be read: ${faultOf(error)}`, error);
  }
  if (typeof parsed === 'object' && parsed !== null && 'charloom' in parsed)
    checkOwnVersion(sentence`This page`, parsed.charloom, parsed);
  const result = v.safeParse(contentsSchema, parsed);
  if (result.success) return result.output;
  const path = v.getDotPath(result.issues[0]);
  throw invalid(
    path === null
      ? sentence`the description of its model is wrong`
      : sentence`the description of its model is wrong at "${shortened(path)}"`,
  );
}

function readGolden(cursor: Cursor, ids: readonly number[], bytes: number): Golden {
  const logits = new Float32Array(cursor.takeBase64(openings.golden, bytes).buffer);
  if (!logits.every(Number.isFinite)) throw invalid(sentence`its golden logits hold what is not a number`);
  return { ids, logits };
}

/** Goes through the elements behind the description, and hashes them on its way. */
class Cursor {
  readonly #files: IncomingFiles;
  readonly #size: number;
  readonly #hash: Hash;
  #offset: number;

  constructor(files: IncomingFiles, size: number, offset: number, hash: Hash) {
    this.#files = files;
    this.#size = size;
    this.#offset = offset;
    this.#hash = hash;
  }

  /** The bytes of a whole element. */
  takeBase64(opening: string, count: number): Uint8Array<ArrayBuffer> {
    this.#expect(opening);
    const bytes = new Uint8Array(count);
    const length = base64Length(count);
    for (let done = 0; done < length; done += pieceCharacters) {
      const text = this.#take(Math.min(pieceCharacters, length - done));
      if (!decodeBase64(text, 0, text.length, bytes, (done / 4) * 3))
        throw invalid(sentence`its numbers are not base64`);
    }
    this.#expect(closing);
    return bytes;
  }

  /** Also whether what follows can be the end of the page. */
  checkSeal(): void {
    const wanted = this.#hash.digest('hex');
    if (this.#read(openings.seal.length) !== openings.seal || this.#read(wanted.length) !== wanted) {
      throw invalid(sentence`its model has been changed since it was written`);
    }
    if (this.#read(closing.length) !== closing) throw invalid(sentence`its seal has no end`);
    if (this.#size - this.#offset > maxShellBytes) throw invalid(sentence`more stands in it than a page has`);
  }

  #expect(text: string): void {
    if (this.#take(text.length) !== text) throw invalid(sentence`its model is not whole`);
  }

  #take(length: number): string {
    const text = this.#read(length);
    this.#hash.update(text, 'latin1');
    return text;
  }

  #read(length: number): string {
    if (this.#offset + length > this.#size) throw invalid(sentence`it ends too early`);
    const bytes = this.#files.read('', this.#offset, length);
    this.#offset += length;
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
}

function invalid(what: Sentence, cause?: unknown): CharloomError {
  return new CharloomError(
    'model-invalid',
    sentence`This is not a sound page of Charloom: ${what}. Get the file again.`,
    {
      cause,
    },
  );
}
