// The recurrent layers of somebody else's PyTorch model, from the names that torch.nn.LSTM, GRU, RNN and their single
// cells give their tensors. Layers are numbered from 0 (modules from 0 or 1) without a gap: a file that lacks one holds
// half a model.

import { CharloomError } from '../../../errors.ts';
import { cellWords } from '../../../protocol/words/cells.ts';
import { maxLayers } from '../../../protocol/run-limits.ts';
import { inARow, sentence } from '../../../protocol/text/sentences.ts';
import type { Sentence } from '../../../protocol/text/sentences.ts';
import { shortened } from '../../../quoting.ts';
import type { TensorEntry } from '../../parts/safetensors.ts';
import { torchCell } from '../../parts/torch-cells.ts';
import { transposedIn, transposedWords } from '../../parts/transposed.ts';

export type Tensors = ReadonlyMap<string, TensorEntry>;

/** Of one layer: parameter, such as 'weight_ih', → name in the file. */
export type Layer = ReadonlyMap<string, string>;

const recurrentName = /^(?:(.*)\.)?((?:weight|bias)_(?:ih|hh|hr)|norm_(?:ih|hh)_(?:gain|bias))(?:_l(\d+))?(_reverse)?$/;

interface Module {
  readonly prefix: string;
  readonly layers: ReadonlyMap<number, Layer>;
}

/** Something that the user may settle by naming the tensors; not what no cell could compute. */
export class UnclearLayers extends CharloomError {
  /** Whether naming the tensors is all that is needed. */
  readonly isNameable: boolean;

  constructor(words: Sentence, isNameable = false) {
    super('model-invalid', words);
    this.isNameable = isNameable;
  }
}

export function isRecurrent(name: string): boolean {
  return recurrentName.test(name);
}

/**
 * From the lowest to the highest; none where no tensor is named so.
 * @throws UnclearLayers, or CharloomError 'model-invalid' for a kind of layers that Charloom has no cell for
 */
export function recurrentLayers(tensors: Tensors, notes: Sentence[]): readonly Layer[] {
  refuseUnknownKinds([...tensors.keys()]);
  const modules = stackOf(modulesOf(tensors));
  for (const module of modules) checkNumbers(module);
  const layers = modules.flatMap(({ layers: own }) => [...own].sort(([one], [other]) => one - other));
  for (const [, layer] of layers) checkWhole(layer);
  checkAlike(modules);
  const stack = layers.map(([, layer]) => layer);
  checkShapes(tensors, stack);
  if (modules.length > 1)
    notes.push(sentence`Several recurrent modules are taken as layers in the order of their numbers.`);
  return stack;
}

function refuseUnknownKinds(names: readonly string[]): void {
  const kinds: readonly (readonly [RegExp, Sentence])[] = [
    [
      /(^|\.)(weight|bias)_(ih|hh)(_l\d+)?_reverse$/,
      sentence`It reads its text in both directions, and what writes text cannot know what follows`,
    ],
    [/(^|\.)weight_hr_l\d+$/, sentence`Its LSTM projects its state (proj_size), which Charloom has no cell for`],
  ];
  for (const [pattern, what] of kinds) {
    const name = names.find((one) => pattern.test(one));
    if (name !== undefined) {
      throw new CharloomError(
        'model-invalid',
        sentence`${what} ("${shortened(name)}"): train it anew as a plain nn.LSTM, GRU or RNN.`,
      );
    }
  }
}

function modulesOf(tensors: Tensors): readonly Module[] {
  const modules = new Map<string, Map<number, Map<string, string>>>();
  for (const name of tensors.keys()) {
    const [, prefix = '', parameter, index = '0'] = recurrentName.exec(name) ?? [];
    if (parameter === undefined) continue;
    const module = modules.get(prefix) ?? new Map<number, Map<string, string>>();
    const layer = module.get(Number(index)) ?? new Map<string, string>();
    modules.set(prefix, module.set(Number(index), layer.set(parameter, name)));
  }
  return Array.from(modules, ([prefix, layers]) => ({ prefix, layers }));
}

/** Modules that are called alike but for one number, in the order of it. @throws UnclearLayers if they are not */
function stackOf(modules: readonly Module[]): readonly Module[] {
  if (modules.length < 2) return modules;
  const numbered = modules.map((module) => ({ module, parts: module.prefix.split(/(\d+)/) }));
  const [{ parts: first }] = numbered;
  const varying = first.findIndex((part, at) => numbered.some(({ parts }) => parts[at] !== part));
  const isStack =
    varying % 2 === 1 &&
    numbered.every(
      ({ parts }) => parts.length === first.length && parts.every((part, at) => at === varying || part === first[at]),
    );
  if (!isStack) {
    const [one, other] = modules.map(({ prefix }) => prefix);
    throw new UnclearLayers(
      sentence`It has several recurrent parts, such as "${shortened(one)}" and "${shortened(other)}", and their order is not known. Name the tensors of each layer.`,
      true,
    );
  }
  const sorted = numbered
    .map(({ module, parts }) => ({ module, number: Number(parts[varying]) }))
    .sort((one, other) => one.number - other.number);
  const from = Math.min(1, sorted[0].number);
  const gap = sorted.findIndex(({ number }, index) => number !== from + index);
  if (gap < 0) return sorted.map(({ module }) => module);
  const missing = first.with(varying, String(from + gap)).join('');
  throw new UnclearLayers(
    sentence`The module "${shortened(missing)}" is missing between those of the other recurrent layers: this is not a whole model. Get it whole, or name the tensors of each layer.`,
    true,
  );
}

function checkNumbers({ prefix, layers }: Module): void {
  for (let index = 0; index < layers.size; index++) {
    if (layers.has(index)) continue;
    const highest = Math.max(...layers.keys());
    throw new UnclearLayers(
      prefix === ''
        ? sentence`Layer ${index} is missing: the file has a layer ${highest}, and layers are numbered from 0. Get the whole model.`
        : sentence`Layer ${index} is missing in "${shortened(prefix)}": the file has a layer ${highest}, and layers are numbered from 0. Get the whole model.`,
    );
  }
}

/** Of another module, or another layer, each has what the others have: a file that was cut in two does not. */
function checkAlike(modules: readonly Module[]): void {
  for (const { layers } of modules) {
    const all = new Set([...layers.values()].flatMap((layer) => [...layer.keys()]));
    for (const [index, layer] of layers) {
      const missing = [...all].find((parameter) => !layer.has(parameter));
      if (missing === undefined) continue;
      throw new UnclearLayers(
        sentence`Layer ${index} has no ${missing}, and other layers have it: this is not a whole model. Get it whole.`,
      );
    }
  }
}

function checkWhole(layer: Layer): void {
  for (const parameter of ['weight_ih', 'weight_hh']) {
    if (layer.has(parameter)) continue;
    const [name = ''] = layer.values();
    throw new UnclearLayers(
      sentence`The layer of "${shortened(name)}" has no ${parameter}: this is not a whole model. Get it whole, or name its tensors.`,
    );
  }
}

function refuseTransposed(tensors: Tensors, layer: Layer): void {
  const shapeOf = (parameter: string): readonly number[] => tensors.get(layer.get(parameter) ?? '')?.shape ?? [];
  const parameter = transposedIn(shapeOf('weight_hh'), shapeOf('weight_ih'));
  if (parameter === null) return;
  throw new CharloomError('model-invalid', transposedWords(layer.get(parameter) ?? '', shapeOf(parameter)));
}

function checkShapes(tensors: Tensors, layers: readonly Layer[]): void {
  if (layers.length > maxLayers) {
    throw new CharloomError(
      'model-invalid',
      sentence`It has ${layers.length} recurrent layers, and Charloom holds ${maxLayers} at most: train it anew with fewer.`,
    );
  }
  for (const layer of layers) refuseTransposed(tensors, layer);
  const sizes = layers.map((layer) => tensors.get(layer.get('weight_hh') ?? '')?.shape ?? []);
  const widths = [...new Set(sizes.map(([, columns]) => columns))];
  if (widths.length > 1) {
    throw new CharloomError(
      'model-invalid',
      sentence`Its recurrent layers are of different width (${inARow(widths.map(String))} units), and those of a Charloom model are all alike: train it anew with one width.`,
    );
  }
  const kinds = [...new Set(sizes.map(([rows, columns]) => torchCell(rows / columns)))];
  if (kinds.length > 1 && kinds.every((kind) => kind !== undefined)) {
    const names = kinds.map((kind) => cellWords[kind].name);
    throw new CharloomError(
      'model-invalid',
      sentence`Its recurrent layers are of different kinds (${inARow(names)}), and those of a Charloom model are all alike: train it anew with one kind.`,
    );
  }
}
