// Which tensor of a foreign file is which parameter: the rows of the table, and what is wrong with a choice before the
// engine is asked. Names are PyTorch's: torch.nn.LSTM/GRU/RNN as `rnn`, torch.nn.Linear as `head`.

import type { ForeignTensor, TensorMapping } from '../../src-engine/protocol/index.ts';
import { maxLayers } from '../../src-engine/protocol/run-limits.ts';
import { count, counted } from '../text/format.ts';
import { say } from '../text/say.ts';

export interface MappingRow {
  readonly parameter: string;
  /** What it is, in a word or two. */
  readonly meaning: string;
  readonly required: boolean;
}

/** Layers that a mapping speaks of; at least one. */
export function layersOf(mapping: TensorMapping): number {
  const layers = Object.keys(mapping).map((parameter) => Number(/_l(\d+)$/.exec(parameter)?.[1] ?? 0) + 1);
  return Math.min(maxLayers, Math.max(1, ...layers));
}

/** All parameters of a model of so many layers, and whatever else a mapping speaks of, such as layer normalisation. */
export function mappingRows(layers: number, mapping: TensorMapping): readonly MappingRow[] {
  const row = (parameter: string, meaning: string, required: boolean): MappingRow => ({
    parameter,
    meaning,
    required,
  });
  const expected = [
    row('embedding.weight', say`embedding, if there is one`, false),
    ...Array.from({ length: layers }, (_, layer) => [
      row(`rnn.weight_ih_l${layer}`, say`layer ${count(layer + 1)}, from its input`, true),
      row(`rnn.weight_hh_l${layer}`, say`layer ${count(layer + 1)}, from its past`, true),
      row(`rnn.bias_ih_l${layer}`, say`layer ${count(layer + 1)}, bias`, false),
      row(`rnn.bias_hh_l${layer}`, say`layer ${count(layer + 1)}, bias of its past`, false),
    ]).flat(),
    row('head.weight', say`from the last layer to the symbols`, true),
    row('head.bias', say`bias of the symbols`, false),
  ];
  const known = new Set(expected.map(({ parameter }) => parameter));
  const others = Object.keys(mapping).filter((parameter) => !known.has(parameter) && layerOf(parameter) < layers);
  return [...expected, ...others.map((parameter) => row(parameter, '', false))];
}

/** What is wrong, by parameter, a short sentence each. */
export function mappingProblems(
  rows: readonly MappingRow[],
  mapping: TensorMapping,
  tensors: readonly ForeignTensor[],
): ReadonlyMap<string, string> {
  const problems = new Map<string, string>();
  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  const width = shapeAt('rnn.weight_hh_l0')?.[1];
  for (const { parameter, required } of rows) {
    const problem = problemOf(parameter, required);
    if (problem !== null) problems.set(parameter, problem);
  }
  return problems;

  function shapeAt(parameter: string): readonly number[] | undefined {
    return shapes.get(mapping[parameter] ?? '');
  }

  function problemOf(parameter: string, required: boolean): string | null {
    const chosen = mapping[parameter] ?? '';
    if (chosen === '') return required ? say`Choose a tensor.` : null;
    const shape = shapes.get(chosen);
    if (!shape) return say`The file has no such tensor.`;
    const other = rows.find((row) => row.parameter !== parameter && mapping[row.parameter] === chosen);
    // An embedding may lend its weights to the head.
    const tied = [parameter, other?.parameter].every((name) => name === 'head.weight' || name === 'embedding.weight');
    if (other && !tied) return say`It is ${other.parameter} already.`;
    return problemOfShape(parameter, shape);
  }

  function problemOfShape(parameter: string, shape: readonly number[]): string | null {
    const dimensions = /bias/.test(parameter) ? 1 : /weight/.test(parameter) && isUsualName(parameter) ? 2 : null;
    if (dimensions !== null && shape.length !== dimensions)
      return say`It must have ${counted(dimensions, 'dimension')}, and has ${count(shape.length)}.`;
    const [rows, columns] = shape as readonly [number, number?];
    if (/weight_hh_l\d+$/.test(parameter)) {
      if (columns !== width)
        return say`It must be ${width === undefined ? '?' : count(width)} wide, like the first layer.`;
      const gates = rows / (columns ?? 1);
      return gates === 1 || gates === 3 || gates === 4 ? null : say`It needs 1, 3 or 4 times as many rows as columns.`;
    }
    const recurrent = shapeAt(parameter.replace(/(weight|bias)_(ih|hh)/, 'weight_hh'));
    if (/_(ih|hh)_l\d+$/.test(parameter) && recurrent && rows !== recurrent[0])
      return say`It must have ${counted(recurrent[0] ?? 0, 'row')}, like the layer’s weight_hh.`;
    if (parameter === 'head.weight' && width !== undefined && columns !== width)
      return say`It must be ${count(width)} wide, like the layers.`;
    const symbols = shapeAt('head.weight')?.[0];
    if (parameter === 'head.bias' && symbols !== undefined && rows !== symbols)
      return say`It must have ${counted(symbols, 'number')}, like the rows of head.weight.`;
    return null;
  }
}

/** '512 × 128', which stays on one line. */
export function shapeWords(shape: readonly number[]): string {
  return shape.length === 0 ? say`a number` : shape.join('\u00a0×\u00a0');
}

function isUsualName(parameter: string): boolean {
  return /^(rnn\.weight_(ih|hh)_l\d+|head\.weight|embedding\.weight)$/.test(parameter);
}

function layerOf(parameter: string): number {
  return Number(/_l(\d+)$/.exec(parameter)?.[1] ?? 0);
}
