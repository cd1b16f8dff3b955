// The safetensors format: eight bytes with the length of a JSON header, the header, then the tensors' bytes without a gap. Reading
// trusts nothing: every size, offset, type and shape is checked against the file's length before anything is allocated.
// Format: https://github.com/huggingface/safetensors#format

import { CharloomError } from '../errors.ts';
import { parseObjectStrictly } from './json.ts';

export type NumberType = 'F32' | 'F16' | 'BF16' | 'F64' | 'I32' | 'I64' | 'U8' | 'I8';

export interface TensorPlace {
  readonly type: NumberType;
  readonly shape: readonly number[];
  /** In the file, in bytes. */
  readonly offset: number;
  readonly bytes: number;
}

export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, TensorPlace>;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const lengthBytes = 8;
/** A longer header, or one of more tensors, is an attack, not a model. */
const longestHeader = 4_000_000;
const mostTensors = 10_000;
const mostDimensions = 8;
const openingBrace = '{'.charCodeAt(0);

const bytesOf: Readonly<Record<NumberType, number>> = { F32: 4, F16: 2, BF16: 2, F64: 8, I32: 4, I64: 8, U8: 1, I8: 1 };

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
    const end = offset + shape.reduce((product, size) => product * size, bytesOf[type]);
    entries.push([name, { dtype: type, shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)), 'utf8');
  // Spaces at its end bring the tensors to an even place.
  const header = Buffer.alloc(lengthBytes + Math.ceil(json.length / 8) * 8, ' ');
  header.writeBigUInt64LE(BigInt(header.length - lengthBytes));
  json.copy(header, lengthBytes);
  return header;
}

/** Bytes of the header, told by the first eight bytes. @throws CharloomError 'model-invalid' */
export function headerLength(start: Uint8Array, fileBytes: number): number {
  if (fileBytes < lengthBytes + 2 || start.length < lengthBytes) throw invalid('it is too short');
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length > BigInt(longestHeader) || length > BigInt(fileBytes - lengthBytes)) {
    throw invalid(`its header claims ${length} bytes, the file has ${fileBytes}`);
  }
  return Number(length);
}

/** @param header the bytes after the first eight @throws CharloomError 'model-invalid' that says what is wrong */
export function readHeader(header: Uint8Array, fileBytes: number): SafetensorsHeader {
  const start = lengthBytes + header.length;
  const tensors = new Map<string, TensorPlace>();
  const metadata = new Map<string, string>();
  for (const [name, entry] of Object.entries(parseObject(header))) {
    if (name === '__metadata__') readMetadata(entry, metadata);
    else tensors.set(name, readPlace(name, entry, start, fileBytes));
    if (tensors.size > mostTensors) throw invalid(`it has more than ${mostTensors} tensors`);
  }
  checkGapless(tensors, start, fileBytes);
  return { tensors, metadata };
}

/** A tensor's numbers as float32. @throws CharloomError 'model-invalid' for other types than floats, or for NaN and infinities */
export function readFloats(name: string, { type, shape }: TensorPlace, bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = new Float32Array(count);
  if (type === 'F32') return readExactly(name, bytes, values);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readerOf(name, type, view);
  for (let index = 0; index < count; index++) {
    const value = read(index);
    values[index] = value;
    // A float64 may be finite and yet too large.
    if (!Number.isFinite(values[index])) throw invalid(`"${name}" holds ${value}`);
  }
  return values;
}

/** Every platform that Electron and Node run on is little-endian, as the format is. */
function readExactly(name: string, bytes: Uint8Array, values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  new Uint8Array(values.buffer).set(bytes);
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(values[index])) throw invalid(`"${name}" holds ${values[index]}`);
  }
  return values;
}

function readerOf(name: string, type: Exclude<NumberType, 'F32'>, view: DataView): (index: number) => number {
  switch (type) {
    case 'F64':
      return (index) => view.getFloat64(index * 8, true);
    case 'F16':
      return (index) => halfToNumber(view.getUint16(index * 2, true));
    case 'BF16':
      return (index) => brainToNumber(view.getUint16(index * 2, true));
    default:
      throw invalid(`"${name}" holds whole numbers (${type}), not weights`);
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
  if (header[0] !== openingBrace) throw invalid('its header is not JSON');
  try {
    return parseObjectStrictly(header);
  } catch (error) {
    throw invalid('its header is not JSON', error);
  }
}

function readMetadata(entry: unknown, metadata: Map<string, string>): void {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw invalid('its metadata is not an object');
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value !== 'string') throw invalid(`its metadata "${shown(key)}" is not a text`);
    metadata.set(key, value);
  }
}

function readPlace(name: string, entry: unknown, start: number, fileBytes: number): TensorPlace {
  const called = `"${shown(name)}"`;
  if (typeof entry !== 'object' || entry === null) throw invalid(`${called} is not described`);
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(bytesOf, dtype)) throw invalid(`${called} has an unknown type`);
  if (!isListOfSizes(shape) || shape.length > mostDimensions) throw invalid(`${called} has no proper shape`);
  if (!isListOfSizes(offsets) || offsets.length !== 2) throw invalid(`${called} has no proper place`);
  const [from, to] = offsets;
  const type = dtype as NumberType;
  const count = shape.reduce((product, size) => product * size, 1);
  const bytes = to - from;
  if (!Number.isSafeInteger(count) || count * bytesOf[type] !== bytes || start + to > fileBytes) {
    throw invalid(`${called} does not fit its place in the file`);
  }
  return { type, shape, offset: start + from, bytes };
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function checkGapless(tensors: ReadonlyMap<string, TensorPlace>, start: number, fileBytes: number): void {
  let end = start;
  for (const { offset, bytes } of [...tensors.values()].sort(
    (one, other) => one.offset - other.offset || one.bytes - other.bytes,
  )) {
    if (offset !== end) throw invalid('its tensors overlap or leave gaps');
    end += bytes;
  }
  if (end !== fileBytes) throw invalid('it has bytes that belong to no tensor');
}

/** A name from outside, in a sentence. */
function shown(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

function invalid(what: string, cause?: unknown): CharloomError {
  return new CharloomError('model-invalid', `This is not a sound safetensors file: ${what}. Get the file again.`, {
    cause,
  });
}
