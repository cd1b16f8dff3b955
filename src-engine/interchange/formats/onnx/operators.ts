// What ONNX calls the operations that cells are made of.

import type { Operator } from '../../../protocol/choices.ts';

export const onnxOperators: Readonly<Record<Operator, string>> = {
  add: 'Add',
  subtract: 'Sub',
  multiply: 'Mul',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  relu: 'Relu',
};
