// A model's flat block as tensors with PyTorch's names, shapes and order, and back.

import { CharloomError } from '../../errors.ts';
import { panelWidth } from '../../kernels/wasm.ts';
import { layOutParameters, putParameter, takeParameter } from '../../nn/parameters.ts';
import type { Parameter } from '../../nn/parameters.ts';
import { shapeOf } from '../../nn/shape.ts';
import type { ModelSettings } from '../../protocol/settings.ts';

export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major, nothing padded. */
  readonly values: Float32Array;
}

/** Every parameter, tied weights under both of their names. */
export function tensorsOf(model: ModelSettings, vocabulary: number, block: Float32Array): Tensor[] {
  return layOutParameters(shapeOf(model, vocabulary, panelWidth)).parameters.map((parameter) => ({
    name: parameter.name,
    shape: parameter.shape,
    values: takeParameter(block, parameter),
  }));
}

/** Names and shapes that a model of these settings has. */
export function wantedTensors(model: ModelSettings, vocabulary: number): readonly Omit<Tensor, 'values'>[] {
  return layOutParameters(shapeOf(model, vocabulary, panelWidth)).parameters.map(({ name, shape }) => ({
    name,
    shape,
  }));
}

/** @throws CharloomError 'model-invalid' if a tensor is missing or has another shape */
export function blockOf(
  model: ModelSettings,
  vocabulary: number,
  tensors: ReadonlyMap<string, Tensor>,
): Float32Array<ArrayBuffer> {
  const layout = layOutParameters(shapeOf(model, vocabulary, panelWidth));
  const own = layout.parameters.filter(({ alias }) => !alias);
  // Before anything is allocated: settings from outside may claim any size.
  const found = own.map((parameter) => [parameter, fitting(parameter, tensors.get(parameter.name))] as const);
  const block = new Float32Array(layout.size);
  for (const [parameter, { values }] of found) putParameter(block, parameter, values);
  return block;
}

function fitting({ name, shape }: Parameter, tensor: Tensor | undefined): Tensor {
  if (!tensor) throw new CharloomError('model-invalid', `The model lacks "${name}". It is not whole.`);
  if (tensor.shape.join() === shape.join()) return tensor;
  throw new CharloomError(
    'model-invalid',
    `"${name}" is ${tensor.shape.join(' × ')}, and ${shape.join(' × ')} is needed. The file does not fit its settings.`,
  );
}
