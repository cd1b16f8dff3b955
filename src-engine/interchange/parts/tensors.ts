// A model's flat block as tensors with PyTorch's names, shapes and order, and back.

import { CharloomError } from '../../errors.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { layOutParameters, putParameter, takeParameter } from '../../nn/parameters.ts';
import type { Parameter } from '../../nn/parameters.ts';
import { shapeOfSize } from './model-size.ts';
import type { ModelSize } from './model-size.ts';

export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major, nothing padded. */
  readonly values: Float32Array;
}

/** Every parameter, tied weights under both of their names. */
export function tensorsOf(size: ModelSize, block: Float32Array): Tensor[] {
  return layOutParameters(shapeOfSize(size)).parameters.map((parameter) => ({
    name: parameter.name,
    shape: parameter.shape,
    values: takeParameter(block, parameter),
  }));
}

/** Names and shapes that such a model has. */
export function wantedTensors(size: ModelSize): readonly Omit<Tensor, 'values'>[] {
  return layOutParameters(shapeOfSize(size)).parameters.map(({ name, shape }) => ({
    name,
    shape,
  }));
}

/** @throws CharloomError 'model-invalid' if a tensor is missing or has another shape */
export function blockOf(size: ModelSize, tensors: ReadonlyMap<string, Tensor>): Float32Array<ArrayBuffer> {
  const layout = layOutParameters(shapeOfSize(size));
  const own = layout.parameters.filter(({ alias }) => !alias);
  // Before anything is allocated: settings from outside may claim any size.
  const found = own.map((parameter) => [parameter, fitting(parameter, tensors.get(parameter.name))] as const);
  const block = new Float32Array(layout.size);
  for (const [parameter, { values }] of found) putParameter(block, parameter, values);
  return block;
}

function fitting({ name, shape }: Parameter, tensor: Tensor | undefined): Tensor {
  if (!tensor) throw new CharloomError('model-invalid', sentence`The model lacks "${name}". It is not whole.`);
  if (tensor.shape.join() === shape.join()) return tensor;
  throw new CharloomError(
    'model-invalid',
    sentence`"${name}" is ${tensor.shape.join(' × ')}, and ${shape.join(' × ')} is needed. The file does not fit its settings.`,
  );
}
