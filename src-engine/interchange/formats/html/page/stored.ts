// The numbers of a parameter as an exported page stores them. float32: as they are. float16: matrices rounded to the
// nearest. int8: matrices as whole numbers from −127 to 127 with a scale for every row, which is what one unit (or
// symbol) is computed from.
// Vectors (biases, gains) stay float32 in all of them: they are few, and what they add is not averaged out.

import type { WeightPrecision } from '../../../../protocol/index.ts';
import { halfToNumber } from '../../../parts/safetensors.ts';

const steps = 127;

/** How the numbers of a parameter are stored. */
interface Storage {
  /** Bytes that a parameter of this shape takes. */
  bytes(shape: readonly number[]): number;
  /** @param values row-major */
  encode(shape: readonly number[], values: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
  /** @param bytes as many as `bytes` says @returns row-major */
  decode(shape: readonly number[], bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer>;
}

/** Of matrices. */
const storages: Readonly<Record<WeightPrecision, Storage>> = {
  float32: {
    bytes: (shape) => countOf(shape) * 4,
    encode: (_, values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    decode: (shape, bytes) => new Float32Array(bytes.buffer, bytes.byteOffset, countOf(shape)),
  },
  float16: {
    bytes: (shape) => countOf(shape) * 2,
    encode: (_, values) => encodeHalves(values),
    decode: (shape, bytes) => decodeHalves(countOf(shape), bytes),
  },
  int8: { bytes: (shape) => shape[0] * 4 + countOf(shape), encode: encodeRows, decode: decodeRows },
};

/** How a parameter of this shape is stored. */
export function storageOf(shape: readonly number[], precision: WeightPrecision): Storage {
  return storages[shape.length === 1 ? 'float32' : precision];
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function encodeHalves(values: Float32Array): Uint8Array<ArrayBuffer> {
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++) halves[index] = numberToHalf(values[index]);
  return new Uint8Array(halves.buffer);
}

function decodeHalves(count: number, bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, count);
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) values[index] = halfToNumber(halves[index]);
  return values;
}

/** The scales of all rows (float32), then the rows. */
function encodeRows([rows, columns]: readonly number[], values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(rows * 4 + rows * columns);
  const scales = new Float32Array(bytes.buffer, 0, rows);
  const quanta = new Int8Array(bytes.buffer, rows * 4);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    let largest = 0;
    for (let index = from; index < from + columns; index++) largest = Math.max(largest, Math.abs(values[index]));
    scales[row] = largest / steps;
    const scale = scales[row];
    if (scale === 0) continue;
    for (let index = from; index < from + columns; index++) {
      quanta[index] = Math.max(-steps, Math.min(steps, Math.round(values[index] / scale)));
    }
  }
  return bytes;
}

function decodeRows([rows, columns]: readonly number[], bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const scales = new Float32Array(bytes.buffer, bytes.byteOffset, rows);
  const quanta = new Int8Array(bytes.buffer, bytes.byteOffset + rows * 4, rows * columns);
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const scale = scales[row];
    for (let index = row * columns; index < (row + 1) * columns; index++) values[index] = quanta[index] * scale;
  }
  return values;
}

const maxHalf = 65_504;
const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

/**
 * IEEE 754 binary16, to the nearest, ties to even; what is too large becomes the largest number there is, for no weight
 * is infinite.
 */
export function numberToHalf(value: number): number {
  float[0] = Math.max(-maxHalf, Math.min(maxHalf, value));
  const sign = (floatBits[0] >>> 16) & 0x8000;
  const magnitude = floatBits[0] & 0x7fffffff;
  if (magnitude >= 0x38800000) {
    // Normal: the exponent's bias goes from 127 to 15, and thirteen bits of the fraction go.
    return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
  }
  // Below 2^−14 halves are multiples of 2^−24; adding 1.5 × 2^23 rounds to them in float32.
  float[0] = Math.abs(float[0]) * 2 ** 24 + 12_582_912;
  return sign | (floatBits[0] & 0x7ff);
}
