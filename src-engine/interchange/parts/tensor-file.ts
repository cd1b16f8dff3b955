// A safetensors file among the files of a model, whose tensors are read one at a time and only in the shape that is
// wanted.

import { CharloomError } from '../../errors.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import { refuseOtherKinds } from './file-kinds.ts';
import { sizeOf } from './files.ts';
import { headerLength, readFloats, readHeader, sizesInWords } from './safetensors.ts';
import type { NumberType, SafetensorsHeader, TensorEntry } from './safetensors.ts';
import { transposedWords } from './transposed.ts';
import type { IncomingFiles } from '../types.ts';

export interface TensorFile extends SafetensorsHeader {
  /** Bytes before the first tensor. */
  readonly start: number;
  /**
   * The tensor of that name as float32.
   * @throws CharloomError 'model-invalid' if it is missing, has another shape or holds NaN
   */
  floats(name: string, shape: readonly number[]): Float32Array<ArrayBuffer>;
  /** One that must be stored as float64 or float32, just as it is stored: it may hold NaN. */
  doubles(name: string, shape: readonly number[]): Float64Array<ArrayBuffer>;
  singles(name: string, shape: readonly number[]): Float32Array<ArrayBuffer>;
  /** @throws CharloomError 'model-invalid' if it is missing, or has another shape than the one that is wanted */
  entry(name: string, shape?: readonly number[]): TensorEntry;
}

/** @throws CharloomError 'model-invalid' */
export function openTensors(files: IncomingFiles, path: string): TensorFile {
  const fileBytes = sizeOf(files, path);
  refuseOtherKinds(files, path);
  const length = headerLength(files.read(path, 0, Math.min(8, fileBytes)), fileBytes);
  const header = readHeader(files.read(path, 8, length), fileBytes);
  function entry(name: string, shape?: readonly number[]): TensorEntry {
    const found = header.tensors.get(name);
    if (!found) {
      throw new CharloomError(
        'model-invalid',
        sentence`The model lacks "${shortened(name)}". It is not whole; get it again.`,
      );
    }
    if (shape === undefined || found.shape.join() === shape.join()) return found;
    const [got, wanted] = [found.shape, shape].map(sizesInWords);
    const isTransposed = found.shape.length === 2 && found.shape.toReversed().join() === shape.join();
    throw new CharloomError(
      'model-invalid',
      isTransposed
        ? transposedWords(name, found.shape)
        : sentence`"${shortened(name)}" is ${got}, and ${wanted} is needed. The file does not fit its settings; get it again.`,
    );
  }
  function stored(name: string, shape: readonly number[], type: NumberType): ArrayBuffer {
    const found = entry(name, shape);
    if (found.type === type) return Uint8Array.from(files.read(path, found.offset, found.bytes)).buffer;
    throw new CharloomError(
      'model-invalid',
      sentence`"${shortened(name)}" is ${found.type}, not ${type}. Get the model again.`,
    );
  }
  return {
    ...header,
    start: 8 + length,
    entry,
    floats(name, shape) {
      const found = entry(name, shape);
      return readFloats(name, found, files.read(path, found.offset, found.bytes));
    },
    doubles: (name, shape) => new Float64Array(stored(name, shape, 'F64')),
    singles: (name, shape) => new Float32Array(stored(name, shape, 'F32')),
  };
}
