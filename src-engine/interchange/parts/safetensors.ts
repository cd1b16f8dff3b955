// The safetensors format: eight bytes with the length of a JSON header, the header, then the tensors' bytes without a
// gap. Reading trusts nothing: every size, offset, type and shape is checked against the file's length before anything
// is allocated.
// Format: https://github.com/huggingface/safetensors#format

import { CharloomError, unreachable } from '../../errors.ts';
import { safetensorsHeaderBytes, safetensorsLengthBytes } from '../../protocol/model-files.ts';
import { amount, sentence } from '../../protocol/text/sentences.ts';
import type { Sentence, SentenceValue } from '../../protocol/text/sentences.ts';
import { shortened, shortenedValue } from '../../quoting.ts';
import { faultOf, parseObjectStrictly } from './json.ts';
import { notWhole } from './refusals.ts';

/** Bits of a number of each type that the format has, those of its later versions too. */
const bitsOf = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const;

export type NumberType = keyof typeof bitsOf;

/** The types that weights are read from. */
const readableTypes = ['F64', 'F32', 'F16', 'BF16'] as const satisfies readonly NumberType[];

type ReadableType = (typeof readableTypes)[number];

export interface TensorEntry {
  readonly type: NumberType;
  readonly shape: readonly number[];
  /** In the file, in bytes. */
  readonly offset: number;
  readonly bytes: number;
}

export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A longer header, or one of more tensors, is an attack, not a model. */
const maxHeaderLength = 4_000_000;
const maxTensors = 10_000;
const maxDimensions = 8;

/** The pieces of a file, to be written one after another: nothing is copied into one large buffer. */
export function writeSafetensors(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): readonly Uint8Array[] {
  const header = writeHeader(
    tensors.map(({ name, shape }) => ({ name, shape, type: 'F32' })),
    metadata,
  );
  // Every platform that Electron and Node run on is little-endian, as the format is.
  return [header, ...tensors.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength))];
}

/** What stands before the tensors' bytes, which follow in this order. */
export function writeHeader(
  tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly type: NumberType }[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  let offset = 0;
  const entries: [string, object][] = [['__metadata__', metadata]];
  for (const { name, shape, type } of tensors) {
    const end = offset + bytesFor(countOf(shape), type);
    entries.push([name, { dtype: type, shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)), 'utf8');
  // Spaces at its end bring the tensors to an even place.
  const header = Buffer.alloc(safetensorsLengthBytes + Math.ceil(json.length / 8) * 8, ' ');
  header.writeBigUInt64LE(BigInt(header.length - safetensorsLengthBytes));
  json.copy(header, safetensorsLengthBytes);
  return header;
}

/** Bytes of the header, told by the first eight bytes. @throws CharloomError 'model-invalid' */
export function headerLength(start: Uint8Array, fileBytes: number): number {
  if (fileBytes < safetensorsLengthBytes + 2 || start.length < safetensorsLengthBytes)
    throw invalid(sentence`it is too short`);
  const length = safetensorsHeaderBytes(start);
  // A length beyond all sense is none.
  if (length > 2n ** 40n) throw invalid(sentence`it does not begin as one`);
  if (length > BigInt(maxHeaderLength)) {
    throw new CharloomError(
      'model-invalid',
      sentence`This is not a sound safetensors file: its header has ${amount(Number(length), 'byte')}, and Charloom reads at most ${amount(maxHeaderLength)}. Save only the tensors of the model.`,
    );
  }
  const end = safetensorsLengthBytes + Number(length);
  if (end > fileBytes) throw notWhole(sentence`This safetensors file`, fileBytes, end);
  return Number(length);
}

/** @param header the bytes after the first eight @throws CharloomError 'model-invalid' that says what is wrong */
export function readHeader(header: Uint8Array, fileBytes: number): SafetensorsHeader {
  const start = safetensorsLengthBytes + header.length;
  const tensors = new Map<string, TensorEntry>();
  const metadata = new Map<string, string>();
  for (const [name, entry] of Object.entries(parseObject(header))) {
    if (name === '__metadata__') readMetadata(entry, metadata);
    else tensors.set(name, readEntry(name, entry, start));
    if (tensors.size > maxTensors) throw invalid(sentence`it has more than ${maxTensors} tensors`);
  }
  const end = endOf(tensors, start);
  if (end > fileBytes) throw notWhole(sentence`This safetensors file`, fileBytes, end);
  if (end < fileBytes) throw invalid(sentence`it has ${amount(fileBytes - end, 'byte')} that belong to no tensor`);
  return { tensors, metadata };
}

/**
 * A tensor's numbers as float32.
 * @throws CharloomError 'model-invalid' for other types than floats, or for NaN and infinities
 */
export function readFloats(name: string, { type, shape }: TensorEntry, bytes: Uint8Array): Float32Array<ArrayBuffer> {
  if (!isReadable(type)) throw unreadable(name, type);
  const count = countOf(shape);
  const values = new Float32Array(count);
  if (type === 'F32') return readExactly(name, bytes, values);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readerOf(type, view);
  for (let index = 0; index < count; index++) {
    const value = read(index);
    values[index] = value;
    // A float64 may be finite and yet too large.
    if (!Number.isFinite(values[index])) throw notFinite(name, value);
  }
  return values;
}

/** Every platform that Electron and Node run on is little-endian, as the format is. */
function readExactly(name: string, bytes: Uint8Array, values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  new Uint8Array(values.buffer).set(bytes);
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index])) throw notFinite(name, values[index]);
  }
  return values;
}

/** Whether weights are read from numbers of that type. */
export function isReadable(type: NumberType): type is ReadableType {
  return readableTypes.some((readable) => readable === type);
}

/** @param name of a tensor that is needed */
export function unreadable(name: string, type: NumberType): CharloomError {
  const types = readableTypes.join(', ');
  return new CharloomError(
    'model-invalid',
    type.startsWith('F')
      ? sentence`"${shortened(name)}" holds numbers of the type ${type}: Charloom reads ${types}. Save the model as float32.`
      : sentence`"${shortened(name)}" holds whole numbers (${type}), not weights: Charloom reads ${types}. Save the model as float32.`,
  );
}

function notFinite(name: string, value: number): CharloomError {
  // A float64 may be finite and yet too large.
  if (Number.isFinite(value)) {
    return new CharloomError(
      'model-invalid',
      sentence`"${shortened(name)}" holds ${value}, which is too large for float32.`,
    );
  }
  return new CharloomError(
    'model-invalid',
    sentence`"${shortened(name)}" holds ${value}: the model has diverged in training. Take an earlier checkpoint, or train it anew with a lower learning rate.`,
  );
}

function readerOf(type: Exclude<ReadableType, 'F32'>, view: DataView): (index: number) => number {
  switch (type) {
    case 'F64':
      return (index) => view.getFloat64(index * 8, true);
    case 'F16':
      return (index) => halfToNumber(view.getUint16(index * 2, true));
    case 'BF16':
      return (index) => brainToNumber(view.getUint16(index * 2, true));
    default:
      return unreachable(type);
  }
}

/** IEEE 754 binary16. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function brainToNumber(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

function parseObject(header: Uint8Array): Readonly<Record<string, unknown>> {
  if (header[0] !== '{'.charCodeAt(0)) throw invalid(sentence`its header is not JSON`);
  try {
    return parseObjectStrictly(header);
  } catch (error) {
    throw invalid(sentence`its header cannot be read: ${faultOf(error)}`, error);
  }
}

function readMetadata(entry: unknown, metadata: Map<string, string>): void {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw invalid(sentence`its metadata is not an object`);
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value !== 'string') throw invalid(sentence`its metadata "${shortened(key)}" is not a text`);
    metadata.set(key, value);
  }
}

function readEntry(name: string, entry: unknown, start: number): TensorEntry {
  const called = shortened(name);
  if (typeof entry !== 'object' || entry === null) throw invalid(sentence`"${called}" is not described`);
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(bitsOf, dtype)) {
    throw invalid(sentence`"${called}" is of the type "${shortenedValue(dtype)}", which the format does not have`);
  }
  if (!isListOfSizes(shape) || shape.length > maxDimensions) throw invalid(sentence`"${called}" has no proper shape`);
  if (!isListOfSizes(offsets) || offsets.length !== 2) throw invalid(sentence`"${called}" has no proper place`);
  const [from, to] = offsets;
  const type = dtype as NumberType;
  const count = countOf(shape);
  const bytes = to - from;
  if (!Number.isSafeInteger(count) || bytesFor(count, type) !== bytes) {
    throw invalid(sentence`"${called}" is ${sizesInWords(shape)} of ${type} and has ${bytes} bytes`);
  }
  return { type, shape, offset: start + from, bytes };
}

/** Such as '3 × 4'. */
export function sizesInWords(shape: readonly number[]): SentenceValue {
  return shape.length === 0 ? sentence`a single number` : shape.join(' × ');
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Of four or six bits a number they need not be whole. */
function bytesFor(count: number, type: NumberType): number {
  return (count * bitsOf[type]) / 8;
}

/**
 * Where the last tensor ends, which follow each other without a gap.
 * @throws CharloomError 'model-invalid' if they do not
 */
function endOf(tensors: ReadonlyMap<string, TensorEntry>, start: number): number {
  let end = start;
  for (const { offset, bytes } of [...tensors.values()].sort(
    (one, other) => one.offset - other.offset || one.bytes - other.bytes,
  )) {
    if (offset !== end) throw invalid(sentence`its tensors overlap or leave gaps`);
    end += bytes;
  }
  return end;
}

function invalid(what: Sentence, cause?: unknown): CharloomError {
  return new CharloomError(
    'model-invalid',
    sentence`This is not a sound safetensors file: ${what}. Get the file again.`,
    { cause },
  );
}
