// Initial weights: uniform in ±1/√H as PyTorch's recurrent layers, embedding and head too; the LSTM's forget bias 1 (Jozefowicz
// et al. 2015), the head's bias 0. Drawn in the order of the parameters, real numbers only, so that a seed means one model
// whatever the padding. (An identity for the ReLU's recurrent matrix, Le et al. 2015, lets the states grow from the first
// updates on unless the learning rate is a thousand times smaller than the other cells'.)

import type { Offset } from '../kernels/kernels.ts';
import type { Random } from '../random/xoshiro.ts';
import { type Parameter, type ParameterLayout, writeParameter } from './parameters.ts';
import type { ModelShape } from './shape.ts';

/** Fills a zeroed block. */
export function initialize(
  numbers: Float32Array | Float64Array,
  block: Offset,
  shape: ModelShape,
  layout: ParameterLayout,
  random: Random,
): void {
  for (const parameter of layout.parameters) {
    if (!parameter.alias) writeParameter(numbers, block, parameter, initialValues(parameter, shape, random));
  }
}

function initialValues(parameter: Parameter, shape: ModelShape, random: Random): Float64Array {
  const count = parameter.shape.reduce((a, b) => a * b, 1);
  const { name } = parameter;
  if (name.includes('norm')) return new Float64Array(count).fill(name.includes('gain') ? 1 : 0);
  if (name === 'head.bias') return new Float64Array(count);
  const bound = 1 / Math.sqrt(shape.units);
  const values = Float64Array.from({ length: count }, () => (2 * random.uniform() - 1) * bound);
  // The whole forget bias sits in b_ih; both biases are added anyway.
  if (shape.cell.hasCell && name.includes('bias_ih')) values.fill(1, shape.units, 2 * shape.units);
  if (shape.cell.hasCell && name.includes('bias_hh')) values.fill(0, shape.units, 2 * shape.units);
  return values;
}
