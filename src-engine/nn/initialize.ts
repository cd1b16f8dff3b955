// Initial weights: uniform in ±1/√H as PyTorch's recurrent layers, embedding and head too; the bias of a forget gate 1
// (Jozefowicz et al. 2015), the head's bias 0. Drawn in the order of the parameters, real numbers only, so that a seed
// means one model whatever the padding. (An identity for the ReLU's recurrent matrix, Le et al. 2015, lets the states
// grow from the first updates on unless the learning rate is a thousand times smaller than the other cells'.)

import type { Offset } from '../kernels/kernels.ts';
import type { Random } from '../random/xoshiro.ts';
import { fillParameter } from './parameters.ts';
import type { Parameter, ParameterLayout } from './parameters.ts';
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
    if (!parameter.alias) fillParameter(numbers, block, parameter, initialValue(parameter, shape, random));
  }
}

/** The value of each number, asked in order. */
function initialValue({ name }: Parameter, shape: ModelShape, random: Random): (index: number) => number {
  if (name.includes('norm')) return () => (name.includes('gain') ? 1 : 0);
  if (name === 'head.bias') return () => 0;
  const { units, cell } = shape;
  const bound = 1 / Math.sqrt(units);
  const uniform = (): number => (2 * random.uniform() - 1) * bound;
  const gate = cell.gates.indexOf('f');
  if (gate < 0 || !name.includes('bias')) return uniform;
  // The whole forget bias sits in b_ih; both biases are added anyway.
  const forget = name.includes('bias_ih') ? 1 : 0;
  return (index) => {
    const drawn = uniform();
    return Math.floor(index / units) === gate ? forget : drawn;
  };
}
