// What the metadata of an ONNX file says in JSON and hexadecimal, under four keys:
//
//   charloom    {"version", "name", "model", "unit", "first", "step", …}: settings and origin, as every format tells
//               them
//   vocabulary  {"unit", "symbols"}: the symbol of every id
//   golden      {"ids", "logits"}: a prompt, and the logits after each of its ids as float32 (T, V or answers),
//               little-endian, in base64
//   sha256      of the three texts above, each with a zero byte behind it, then of the weights in the order in which
//               nodes use them

import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import {
  checkDescription,
  checkSymbols,
  checkTogether,
  checkOwnVersion,
  describe,
  descriptionVersion,
} from '../../parts/description.ts';
import { shapeOfSize } from '../../parts/model-size.ts';
import type { ModelSize } from '../../parts/model-size.ts';
import { checkGolden, maxGoldenPrompt } from '../../proof/golden.ts';
import { faultOf, parseObjectStrictly } from '../../parts/json.ts';
import type { Golden, PortableModel } from '../../types.ts';
import { invalid } from './invalid.ts';
import { sentence } from '../../../protocol/text/sentences.ts';

export const metadataKeys = ['charloom', 'vocabulary', 'golden', 'sha256'] as const;

export type MetadataKey = (typeof metadataKeys)[number];

export type Metadata = Readonly<Record<MetadataKey, string>>;

/** In bytes of UTF-8. All of Unicode is a vocabulary of 8 MB. */
export const maxTextLengths = { charloom: 100_000, vocabulary: 16e6, sha256: 64 } as const;

/** In bytes: ids of seven digits, logits of four bytes in base64. */
export function maxGoldenLength(size: ModelSize): number {
  return 100 + maxGoldenPrompt * (8 + shapeOfSize(size).classes * 5.4);
}

/** Empty lists take eight times as much memory as text. */
const maxBrackets = 10_000;

export function writeTexts(model: PortableModel, { ids, logits }: Golden): Omit<Metadata, 'sha256'> {
  const bytes = Buffer.from(logits.buffer, logits.byteOffset, logits.byteLength);
  return {
    charloom: JSON.stringify({ version: descriptionVersion(model), ...describe(model) }),
    vocabulary: JSON.stringify({ unit: model.unit, symbols: model.symbols }),
    golden: JSON.stringify({ ids, logits: bytes.toString('base64') }),
  };
}

/** A hash that waits for the weights. */
export function hashTexts({ charloom, vocabulary, golden }: Omit<Metadata, 'sha256'>): Hash {
  const hash = createHash('sha256');
  for (const text of [charloom, vocabulary, golden]) hash.update(text).update('\0');
  return hash;
}

/** All but the weights. @throws CharloomError 'model-invalid' */
export function readModelTexts(charloom: string, vocabulary: string): Omit<PortableModel, 'weights'> {
  const { version: written, ...described } = parse('charloom', charloom);
  checkOwnVersion(sentence`This model`, written, described);
  const { trainedOn, ...description } = checkDescription(described, sentence`Its metadata "charloom"`);
  const { unit, symbols: listed } = parse('vocabulary', vocabulary);
  if (unit !== description.unit) throw invalid(sentence`its vocabulary and its settings name different units`);
  const symbols = checkSymbols(listed, description.unit);
  checkTogether(description, symbols);
  return { ...description, symbols, continuation: null, ...(trainedOn && { trainedOn }) };
}

/** @throws CharloomError 'model-invalid' */
export function readGolden(text: string, size: ModelSize): Golden {
  const { ids, logits } = parse('golden', text);
  if (!Array.isArray(ids) || typeof logits !== 'string') throw invalid(sentence`its golden logits are not there`);
  const bytes = Buffer.from(logits, 'base64');
  if (bytes.length !== ids.length * shapeOfSize(size).classes * 4)
    throw invalid(sentence`its golden logits are not whole`);
  const golden = { ids: ids as number[], logits: new Float32Array(Uint8Array.from(bytes).buffer) };
  checkGolden(golden, size);
  return golden;
}

function parse(key: MetadataKey, text: string): Readonly<Record<string, unknown>> {
  if (bracketsIn(text) > maxBrackets) throw invalid(sentence`its metadata "${key}" holds too many lists`);
  try {
    return parseObjectStrictly(Buffer.from(text, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid(sentence`its metadata "${key}" cannot be read: ${faultOf(error)}`, error);
  }
}

/** Opening ones, of symbols as well. */
function bracketsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text[at] === '[' || text[at] === '{') count++;
  return count;
}
