// The flat block of parameters and the named views into it. Outside, a parameter has PyTorch's name and shape; inside,
// its rows and columns are padded to whole panels, and the input weights of a layer that reads ids are stored
// transposed, one row a symbol, so that the input product is a gather. Padding is zero and stays zero: its gradients
// are zero.
// Gradients and optimizer moments are blocks with the same layout.

import type { Offset } from '../kernels/kernels.ts';
import { inputWidth, pad } from './shape.ts';
import type { ModelShape } from './shape.ts';

export interface Parameter {
  /** Such as 'rnn.weight_ih_l0'. */
  readonly name: string;
  /** PyTorch's: (rows) or (rows, columns). */
  readonly shape: readonly number[];
  /** From the block's beginning. */
  readonly offset: number;
  /** Numbers stored, padding included. */
  readonly size: number;
  /** Rows come in segments of `units`, stored `padded` apart: the gates. */
  readonly units: number;
  readonly padded: number;
  readonly rowStride: number;
  readonly columnStride: number;
  /** Another name of a parameter that is stored already (tied weights). */
  readonly alias: boolean;
}

export interface ParameterLayout {
  readonly parameters: readonly Parameter[];
  /** Numbers of the block, whole panels. */
  readonly size: number;
  /** Real parameters, padding and aliases not counted. */
  readonly count: number;
}

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly units: number;
  readonly padded: number;
  readonly paddedColumns: number;
  readonly transposed: boolean;
}

/** The layout of all parameters of a model, in PyTorch's order of names. */
export function layOutParameters(shape: ModelShape): ParameterLayout {
  const parameters: Parameter[] = [];
  let size = 0;
  function add(name: string, matrix: Matrix): void {
    const parameter = parameterAt(name, matrix, size);
    parameters.push(parameter);
    size += parameter.size;
  }
  if (shape.embedding > 0) add('embedding.weight', table(shape.vocabulary, shape.embedding, shape));
  for (let layer = 0; layer < shape.layers; layer++) addLayer(add, shape, layer);
  if (shape.tied) {
    parameters.push({ ...parameters[0], name: 'head.weight', alias: true });
  } else {
    add('head.weight', table(shape.classes, shape.units, shape));
  }
  add('head.bias', vector(1, shape.classes, shape.paddedClasses));
  const count = parameters.filter((p) => !p.alias).reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0);
  return { parameters, size, count };
}

function addLayer(add: (name: string, matrix: Matrix) => void, shape: ModelShape, layer: number): void {
  const { cell, units, paddedUnits } = shape;
  const readsIds = layer === 0 && shape.embedding === 0;
  const rows = { rows: cell.gates.length * units, units, padded: paddedUnits };
  const inputs = layer === 0 ? (readsIds ? shape.vocabulary : shape.embedding) : units;
  add(`rnn.weight_ih_l${layer}`, {
    ...rows,
    columns: inputs,
    paddedColumns: readsIds ? shape.vocabulary : inputWidth(shape, layer),
    transposed: readsIds,
  });
  add(`rnn.weight_hh_l${layer}`, { ...rows, columns: units, paddedColumns: paddedUnits, transposed: false });
  const names = ['bias_ih', 'bias_hh'];
  if (shape.layerNorm) names.push('norm_ih_gain', 'norm_ih_bias', 'norm_hh_gain', 'norm_hh_bias');
  for (const name of names) add(`rnn.${name}_l${layer}`, vector(cell.gates.length, units, paddedUnits));
}

function table(rows: number, columns: number, shape: ModelShape): Matrix {
  const padded = pad(rows, shape.panelWidth);
  const paddedColumns = columns === shape.units ? shape.paddedUnits : shape.paddedEmbedding;
  return { rows, columns, units: rows, padded, paddedColumns, transposed: false };
}

function vector(parts: number, units: number, padded: number): Matrix {
  return { rows: parts * units, columns: 1, units, padded, paddedColumns: 1, transposed: false };
}

function parameterAt(name: string, m: Matrix, offset: number): Parameter {
  const storedRows = (m.rows / m.units) * m.padded;
  return {
    name,
    shape: m.columns === 1 && !name.includes('weight') ? [m.rows] : [m.rows, m.columns],
    offset,
    size: storedRows * m.paddedColumns,
    units: m.units,
    padded: m.padded,
    rowStride: m.transposed ? 1 : m.paddedColumns,
    columnStride: m.transposed ? storedRows : 1,
    alias: false,
  };
}

/** The parameter of that name. @throws RangeError if there is none */
export function parameterNamed(layout: ParameterLayout, name: string): Parameter {
  const found = layout.parameters.find((parameter) => parameter.name === name);
  if (!found) throw new RangeError(`There is no parameter '${name}'.`);
  return found;
}

type Numbers = Float32Array | Float64Array;

/** The values in PyTorch's order (row-major, no padding) from the block that begins at `block`. */
export function readParameter(numbers: Numbers, block: Offset, parameter: Parameter): Float64Array {
  const values = new Float64Array(parameter.shape.reduce((a, b) => a * b, 1));
  eachOffset(parameter, (offset, index) => {
    values[index] = numbers[block + offset];
  });
  return values;
}

/** Stores values given in PyTorch's order; padding is left alone. @throws RangeError if their number is wrong. */
export function writeParameter(numbers: Numbers, block: Offset, parameter: Parameter, values: ArrayLike<number>): void {
  const wanted = parameter.shape.reduce((a, b) => a * b, 1);
  if (values.length !== wanted) {
    throw new RangeError(
      `${parameter.name} has ${wanted} numbers (${parameter.shape.join(' × ')}), not ${values.length}.`,
    );
  }
  fillParameter(numbers, block, parameter, (index) => values[index]);
}

/** Stores what `valueAt` gives for each number, asked in PyTorch's order; padding is left alone. */
export function fillParameter(
  numbers: Numbers,
  block: Offset,
  parameter: Parameter,
  valueAt: (index: number) => number,
): void {
  eachOffset(parameter, (offset, index) => {
    numbers[block + offset] = valueAt(index);
  });
}

/** A parameter's numbers in PyTorch's order, out of a block; the same as readParameter, row by row and so faster. */
export function takeParameter(block: Float32Array, parameter: Parameter): Float32Array<ArrayBuffer> {
  const [rows, columns = 1] = parameter.shape;
  const values = new Float32Array(rows * columns);
  const { columnStride } = parameter;
  for (let row = 0; row < rows; row++) {
    const from = rowStart(parameter, row);
    const to = row * columns;
    if (columnStride === 1) values.set(block.subarray(from, from + columns), to);
    else for (let column = 0; column < columns; column++) values[to + column] = block[from + column * columnStride];
  }
  return values;
}

/** Puts a parameter's numbers, in PyTorch's order, into a block; padding is left alone. */
export function putParameter(block: Float32Array, parameter: Parameter, values: Float32Array): void {
  const [rows, columns = 1] = parameter.shape;
  const { columnStride } = parameter;
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    const to = rowStart(parameter, row);
    if (columnStride === 1) block.set(values.subarray(from, from + columns), to);
    else for (let column = 0; column < columns; column++) block[to + column * columnStride] = values[from + column];
  }
}

/** The stored offset of a row's first number; the others follow `columnStride` apart. */
export function rowStart({ offset, units, padded, rowStride }: Parameter, row: number): number {
  return offset + (Math.floor(row / units) * padded + (row % units)) * rowStride;
}

/** Visits the stored offset of every real number, in PyTorch's order. */
function eachOffset(parameter: Parameter, visit: (offset: number, index: number) => void): void {
  const [rows, columns = 1] = parameter.shape;
  let index = 0;
  for (let row = 0; row < rows; row++) {
    const start = rowStart(parameter, row);
    for (let column = 0; column < columns; column++) visit(start + column * parameter.columnStride, index++);
  }
}
