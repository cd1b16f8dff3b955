// The tensors in an ONNX file, and how they are made from the engine's flat block. A tensor of the file is one or two
// parameters behind each other, their gates in the operator's order, transposed where it is multiplied from the right.

import { parameterNamed } from '../../../nn/parameters.ts';
import type { Parameter, ParameterLayout } from '../../../nn/parameters.ts';
import { rawBytes } from './messages.ts';
import type { Initializer } from './messages.ts';

export interface WeightSource {
  readonly kind: 'weights';
  /** PyTorch's names. */
  readonly parameters: readonly string[];
  /** The gates in the order of the file, by their places in PyTorch's. */
  readonly gates: readonly number[];
  readonly transposed: boolean;
}

export type InitializerSource = WeightSource | { readonly kind: 'constant'; readonly bytes: Uint8Array };

/** A parameter as it is. */
export function weights(parameter: string, shape: readonly number[]): Initializer<InitializerSource> {
  const source: InitializerSource = { kind: 'weights', parameters: [parameter], gates: [0], transposed: false };
  return { name: parameter, type: 'float32', shape, source };
}

/** A parameter (rows, columns) as (columns, rows). */
export function transposedWeights(
  parameter: string,
  [rows, columns]: readonly [number, number],
): Initializer<InitializerSource> {
  const source: InitializerSource = { kind: 'weights', parameters: [parameter], gates: [0], transposed: true };
  return { name: `${parameter}.T`, type: 'float32', shape: [columns, rows], source };
}

/** Parameters of a cell behind each other, their gates in this order, by their places in PyTorch's. */
export function cellWeights(
  name: string,
  gates: readonly number[],
  parameters: readonly string[],
  shape: readonly number[],
): Initializer<InitializerSource> {
  const source: InitializerSource = { kind: 'weights', parameters, gates, transposed: false };
  return { name, type: 'float32', shape, source };
}

export const constants = {
  firstAxis: whole('first_axis', [1], 0),
  secondAxis: whole('second_axis', [1], 1),
  offAndOn: { name: 'off_on', type: 'float32', shape: [2], source: constant(Float32Array.of(0, 1)) },
  one: { name: 'one', type: 'float32', shape: [], source: constant(Float32Array.of(1)) },
} as const satisfies Record<string, Initializer<InitializerSource>>;

export function vocabularySize(vocabulary: number): Initializer<InitializerSource> {
  return whole('vocabulary_size', [], vocabulary);
}

function whole(name: string, shape: readonly number[], value: number): Initializer<InitializerSource> {
  return { name, type: 'int64', shape, source: constant(BigInt64Array.of(BigInt(value))) };
}

function constant(values: Float32Array | BigInt64Array): InitializerSource {
  return { kind: 'constant', bytes: new Uint8Array(values.buffer) };
}

/** The numbers of a tensor, row-major. */
export function bytesOfTensor(
  tensor: Initializer<InitializerSource>,
  layout: ParameterLayout,
  block: Float32Array<ArrayBuffer>,
): Uint8Array {
  if (tensor.source.kind === 'constant') return tensor.source.bytes;
  const values = new Float32Array(rawBytes(tensor) / 4);
  copyRuns(tensor.source, layout, (offset, stride, start, step, count) => {
    if (stride === 1 && step === 1) values.set(block.subarray(offset, offset + count), start);
    else for (let i = 0; i < count; i++) values[start + i * step] = block[offset + i * stride];
  });
  return new Uint8Array(values.buffer);
}

/** Puts the numbers of a tensor back into the block; the inverse of `bytesOfTensor`. */
export function putTensor(
  source: WeightSource,
  layout: ParameterLayout,
  block: Float32Array<ArrayBuffer>,
  values: Float32Array,
): void {
  copyRuns(source, layout, (offset, stride, start, step, count) => {
    if (stride === 1 && step === 1) block.set(values.subarray(start, start + count), offset);
    else for (let i = 0; i < count; i++) block[offset + i * stride] = values[start + i * step];
  });
}

/**
 * Copies `count` numbers: in the block from `place` on, `stride` apart; in the file's tensor from `start` on, `step`
 * apart.
 */
type CopyRun = (offset: number, stride: number, start: number, step: number, count: number) => void;

function copyRuns({ parameters, gates, transposed }: WeightSource, layout: ParameterLayout, copy: CopyRun): void {
  let start = 0;
  for (const name of parameters) {
    const parameter = parameterNamed(layout, name);
    const [rows, columns = 1] = parameter.shape;
    const height = rows / gates.length;
    for (let row = 0; row < rows; row++) {
      const offset = offsetOfRow(parameter, gates[Math.floor(row / height)] * height + (row % height));
      if (transposed) copy(offset, parameter.columnStride, start + row, rows, columns);
      else copy(offset, parameter.columnStride, start + row * columns, 1, columns);
    }
    start += rows * columns;
  }
}

/** Where a row begins in the block. */
function offsetOfRow({ offset, units, padded, rowStride }: Parameter, row: number): number {
  return offset + (Math.floor(row / units) * padded + (row % units)) * rowStride;
}
