// Somebody else's character model: a safetensors file of a PyTorch nn.LSTM, nn.GRU or nn.RNN with a head and perhaps an embedding.
// Cell and sizes follow from the shapes of the tensors that the mapping names; what the mapping leaves out of the biases is zero. It
// can generate and be branched from; nothing is known of how it was trained.

import { firstSymbol } from '../corpus/vocabulary.ts';
import { CharloomError } from '../errors.ts';
import { LANE } from '../kernels/wasm.ts';
import { layOutParameters, putParameter } from '../nn/parameters.ts';
import { shapeOf } from '../nn/shape.ts';
import type { ForeignTensor, TensorMapping } from '../protocol/interchange.ts';
import type { CellKind, ModelSettings } from '../protocol/settings.ts';
import { checkModel } from '../settings/schemas.ts';
import { guessMapping, mostLayers } from './foreign-guess.ts';
import { openTensors, type TensorFile } from './tensor-file.ts';
import type { IncomingFiles, PortableModel } from './types.ts';
import type { FileVocabulary } from './vocabulary-file.ts';

export interface ForeignInspection {
  readonly tensors: readonly ForeignTensor[];
  readonly mapping: TensorMapping;
  /** Null where the mapping lacks something. */
  readonly model: ModelSettings | null;
  /** V, as the head's rows say; null where that is not known. */
  readonly classes: number | null;
  /** What could not be told or is missing, each a sentence. */
  readonly notes: readonly string[];
}

export interface ForeignWish {
  readonly name: string;
  readonly mapping: TensorMapping;
  readonly vocabulary: FileVocabulary;
  /** Of a plain RNN, whose file does not say it; tanh by default. */
  readonly nonlinearity?: ModelSettings['nonlinearity'];
}

const gatesOf: Readonly<Record<number, CellKind>> = { 4: 'lstm', 3: 'gru', 1: 'rnn' };
const parameterName =
  /^(embedding\.weight|head\.(weight|bias)|rnn\.((weight|bias)_(ih|hh)|norm_(ih|hh)_(gain|bias))_l[0-7])$/;

/**
 * What a file holds, and the likely meaning of it.
 * @param path the safetensors file among the files
 * @param mapping the user's, where there is one already: then it is judged and nothing is guessed
 * @throws CharloomError 'model-invalid' for a file that is unsound or a model that Charloom has no cell for
 */
export function inspectForeign(files: IncomingFiles, path: string, mapping?: TensorMapping): ForeignInspection {
  const file = openTensors(files, path);
  const guess = guessMapping(file.tensors);
  const wanted = mapping ?? guess.mapping;
  const notes = [...(mapping ? [] : guess.notes)];
  const tensors = Array.from(file.tensors, ([name, { shape }]) => ({ name, shape }));
  try {
    const { model, classes } = settingsOf(file, wanted);
    if (model.cell === 'rnn') notes.push('The file does not say whether its RNN uses tanh or ReLU: tanh is assumed.');
    return { tensors, mapping: wanted, model, classes, notes };
  } catch (error) {
    if (!(error instanceof CharloomError)) throw error;
    return { tensors, mapping: wanted, model: null, classes: null, notes: [...notes, error.message] };
  }
}

/** @throws CharloomError 'model-invalid' with one sentence that says what is wrong and the remedy */
export function readForeign(files: IncomingFiles, path: string, wish: ForeignWish): PortableModel {
  const file = openTensors(files, path);
  guessMapping(file.tensors);
  const { model, classes } = settingsOf(file, wish.mapping, wish.nonlinearity);
  const { unit, symbols } = wish.vocabulary;
  if (symbols.length !== classes) {
    throw new CharloomError(
      'model-invalid',
      `The model scores ${classes} characters, and the vocabulary has ${symbols.length}. Choose the vocabulary that it was trained with.`,
    );
  }
  return {
    name: wish.name,
    model,
    unit,
    symbols,
    first: firstSymbol(symbols, []),
    step: 0,
    validation: null,
    weights: readWeights(file, model, classes, wish.mapping),
    training: null,
    continuation: null,
  };
}

function readWeights(
  file: TensorFile,
  model: ModelSettings,
  classes: number,
  mapping: TensorMapping,
): Float32Array<ArrayBuffer> {
  const layout = layOutParameters(shapeOf(model, classes, LANE));
  const block = new Float32Array(layout.size);
  for (const parameter of layout.parameters) {
    const name = named(mapping, parameter.name);
    if (parameter.alias || name === undefined) continue;
    putParameter(block, parameter, file.floats(name, parameter.shape));
  }
  return block;
}

/** Cell and sizes, from shapes that have all been found to fit each other. */
function settingsOf(
  file: TensorFile,
  mapping: TensorMapping,
  nonlinearity: ModelSettings['nonlinearity'] = 'tanh',
): { readonly model: ModelSettings; readonly classes: number } {
  checkNames(file, mapping);
  const [rows, hidden] = matrixOf(file, mapping, 'rnn.weight_hh_l0');
  const [, inputs] = matrixOf(file, mapping, 'rnn.weight_ih_l0');
  const [classes] = matrixOf(file, mapping, 'head.weight');
  const cell = gatesOf[rows / hidden];
  if (cell === undefined) {
    throw new CharloomError(
      'model-invalid',
      `The recurrent weights are ${rows} × ${hidden}, and an LSTM has 4, a GRU 3 and an RNN 1 row for each column. Name another tensor for rnn.weight_hh_l0.`,
    );
  }
  const embedding = named(mapping, 'embedding.weight');
  if (embedding === undefined && inputs !== classes) {
    throw new CharloomError(
      'model-invalid',
      `The lowest layer reads ${inputs} numbers, and the head scores ${classes} characters. Name the tensor of the embedding, ${classes} × ${inputs}.`,
    );
  }
  const model = checkedModel({
    cell,
    nonlinearity,
    hidden,
    layers: layersOf(mapping),
    embedding: embedding === undefined ? 0 : inputs,
    tieWeights: embedding !== undefined && embedding === named(mapping, 'head.weight'),
    dropout: 0,
    recurrentDropout: 0,
    layerNorm: named(mapping, 'rnn.norm_ih_gain_l0') !== undefined,
  });
  for (const { name, shape } of layOutParameters(shapeOf(model, classes, LANE)).parameters) {
    const inFile = named(mapping, name);
    if (inFile !== undefined) file.place(inFile, shape);
    else if (!name.includes('bias') || name.includes('norm')) throw missing(name);
  }
  return { model, classes };
}

/** Only parameters that there are, each a tensor of the file; none twice but tied ones. */
function checkNames(file: TensorFile, mapping: TensorMapping): void {
  const used = new Map<string, string>();
  for (const [parameter, name] of Object.entries(mapping)) {
    if (!parameterName.test(parameter)) {
      throw new CharloomError('model-invalid', `"${parameter.slice(0, 60)}" is no parameter of a model. Leave it out.`);
    }
    file.place(name);
    const other = used.get(name);
    const isTied = [parameter, other].every((one) => one === 'embedding.weight' || one === 'head.weight');
    if (other !== undefined && !isTied) {
      throw new CharloomError('model-invalid', `"${name}" is named for both ${other} and ${parameter}. Choose two.`);
    }
    used.set(name, parameter);
  }
}

function layersOf(mapping: TensorMapping): number {
  const indices = Object.keys(mapping).flatMap((parameter) => /_l(\d)$/.exec(parameter)?.[1] ?? []);
  return Math.min(mostLayers, 1 + Math.max(...indices.map(Number)));
}

function matrixOf(file: TensorFile, mapping: TensorMapping, parameter: string): readonly [number, number] {
  const name = named(mapping, parameter);
  if (name === undefined) throw missing(parameter);
  const { shape } = file.place(name);
  if (shape.length === 2 && shape.every((size) => size > 0)) return [shape[0], shape[1]];
  throw new CharloomError('model-invalid', `"${name}" is no matrix. Name another tensor for ${parameter}.`);
}

function named(mapping: TensorMapping, parameter: string): string | undefined {
  return Object.hasOwn(mapping, parameter) ? mapping[parameter] : undefined;
}

function missing(parameter: string): CharloomError {
  return new CharloomError('model-invalid', `It is not known which tensor is ${parameter}. Name it.`);
}

function checkedModel(model: ModelSettings): ModelSettings {
  try {
    return checkModel(model);
  } catch (error) {
    if (!(error instanceof CharloomError)) throw error;
    throw new CharloomError('model-invalid', `Charloom cannot hold a model of these sizes: ${error.message}`);
  }
}
