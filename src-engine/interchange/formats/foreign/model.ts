// Somebody else's character model: a safetensors file of a PyTorch nn.LSTM, nn.GRU or nn.RNN with a head and perhaps an
// embedding.
// Cell and sizes follow from the shapes of the tensors that the mapping names; what the mapping leaves out of the
// biases is zero. What may take part in the computation and has no place here refuses the file, unless the user says
// that it does not: no other model is ever made of it. It can generate and be branched from; nothing is known of how it
// was trained.

import { firstSymbol } from '../../../corpus/vocabulary.ts';
import { CharloomError } from '../../../errors.ts';
import { panelWidth } from '../../../kernels/wasm.ts';
import { layOutParameters, putParameter } from '../../../nn/parameters.ts';
import { shapeOf } from '../../../nn/shape.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import type { Sentence } from '../../../protocol/text/sentences.ts';
import { shortened } from '../../../quoting.ts';
import type { ForeignTensor, MappingProblem, TensorMapping } from '../../../protocol/interchange.ts';
import type { ModelSettings } from '../../../protocol/index.ts';
import { checkModel } from '../../../settings/schemas.ts';
import { guessMapping } from './guess.ts';
import { maxLayers } from '../../../protocol/run-limits.ts';
import type { Tensors } from './layers.ts';
import { explain, someOf, takesNoPart } from './rest.ts';
import { checkMemory } from '../../parts/memory.ts';
import { isReadable, unreadable } from '../../parts/safetensors.ts';
import { isTransposedHead, transposedIn, transposedWords } from '../../parts/transposed.ts';
import { openTensors } from '../../parts/tensor-file.ts';
import { namedCell, torchCell, torchGates } from '../../parts/torch-cells.ts';
import type { TensorFile } from '../../parts/tensor-file.ts';
import type { IncomingFiles, PortableModel } from '../../types.ts';
import type { FileVocabulary } from '../../parts/vocabulary-file.ts';

export interface ForeignInspection {
  readonly tensors: readonly ForeignTensor[];
  readonly mapping: TensorMapping;
  /** Null where there is a problem. */
  readonly model: ModelSettings | null;
  /** V, as the head's rows say; null where that is not known. */
  readonly classes: number | null;
  readonly problem: MappingProblem | null;
  /** What was taken for what, or left aside. */
  readonly notes: readonly Sentence[];
}

/** What the user says of a file's tensors. */
export interface Answers {
  /** Whole: then nothing is guessed, and only judged. */
  readonly mapping?: TensorMapping;
  /** Tensors that take no part in what the model computes. */
  readonly ignored?: readonly string[];
}

export interface ForeignWish {
  readonly name: string;
  readonly mapping: TensorMapping;
  readonly ignored?: readonly string[];
  readonly vocabulary: FileVocabulary;
  /** Of a plain RNN, whose file does not say it; tanh by default. */
  readonly nonlinearity?: ModelSettings['nonlinearity'];
}

const parameterName =
  /^(embedding\.weight|head\.(weight|bias)|rnn\.((weight|bias)_(ih|hh)|norm_(ih|hh)_(gain|bias))_l[0-7])$/;

/**
 * What a file holds, and the likely meaning of it.
 * @param path the safetensors file among the files
 * @throws CharloomError 'model-invalid' for a file that is unsound or a model that Charloom has no cell for
 */
export function inspectForeign(
  files: IncomingFiles,
  path: string,
  { mapping, ignored = [] }: Answers = {},
): ForeignInspection {
  const file = openTensors(files, path);
  const { computing, aside } = divided(file, ignored, mapping);
  const guess = guessMapping(computing);
  const wanted = mapping ?? guess.mapping;
  const judged = judge(file, computing, wanted);
  const { problem } = mapping === undefined && guess.problem ? guess : hintedBy(judged, guess.problem);
  const notes = [
    ...(mapping ? [] : guess.notes),
    ...(judged.model ? biasNotes(wanted, judged.model) : []),
    ...(judged.model?.cell === 'rnn'
      ? [sentence`The file does not say whether its RNN uses tanh or ReLU: tanh is assumed.`]
      : []),
    ...(judged.model && isOfSquares(file, wanted)
      ? [
          sentence`Its matrices are square, so which way they lie cannot be told: it is assumed that PyTorch saved them, not Keras.`,
        ]
      : []),
    ...(aside.length > 0
      ? [sentence`Not used, as it takes no part in what the model computes: ${someOf(aside)}.`]
      : []),
    ...(ignored.length > 0 ? [sentence`Left out, as you have said: ${someOf(ignored)}.`] : []),
  ];
  return {
    tensors: Array.from(file.tensors, ([name, { shape }]) => ({ name, shape })),
    mapping: wanted,
    model: problem === null ? judged.model : null,
    classes: judged.classes,
    problem,
    notes,
  };
}

/** @throws CharloomError 'model-invalid' with one sentence that says what is wrong and the remedy */
export function readForeign(files: IncomingFiles, path: string, wish: ForeignWish): PortableModel {
  const file = openTensors(files, path);
  const { computing } = divided(file, wish.ignored ?? [], wish.mapping);
  guessMapping(computing);
  const { model, classes, problem } = judge(file, computing, wish.mapping, wish.nonlinearity);
  if (model === null || classes === null)
    throw new CharloomError(
      'model-invalid',
      problem?.sentence ?? sentence`This is no model that Charloom can hold. Bring another file.`,
    );
  const { unit, symbols } = wish.vocabulary;
  if (symbols.length !== classes) {
    throw new CharloomError(
      'model-invalid',
      sentence`The model scores ${classes} characters, and the vocabulary has ${symbols.length}. Choose the vocabulary that it was trained with.`,
    );
  }
  return {
    name: wish.name,
    model,
    unit,
    symbols,
    labels: [],
    first: firstSymbol(symbols, []),
    step: 0,
    validation: null,
    weights: readWeights(file, model, classes, wish.mapping),
    training: null,
    continuation: null,
  };
}

/**
 * The tensors that may take part in what the model computes, and the names of the others, but for what the user has
 * left out.
 */
function divided(
  { tensors }: TensorFile,
  ignored: readonly string[],
  mapping: TensorMapping = {},
): { readonly computing: Tensors; readonly aside: readonly string[] } {
  for (const name of ignored) {
    if (!tensors.has(name)) {
      throw new CharloomError(
        'model-invalid',
        sentence`The file has no tensor "${shortened(name)}" that could be left out.`,
      );
    }
  }
  const left = new Set(ignored);
  const used = new Set(Object.values(mapping));
  const rest = [...tensors].filter(([name]) => !left.has(name));
  const isAside = ([name, entry]: (typeof rest)[number]): boolean => !used.has(name) && takesNoPart(name, entry);
  return {
    computing: new Map(rest.filter((tensor) => !isAside(tensor))),
    aside: rest.filter(isAside).map(([name]) => name),
  };
}

interface Judged {
  readonly model: ModelSettings | null;
  readonly classes: number | null;
  readonly problem: MappingProblem | null;
}

/** Whether the mapping makes a model, and whether anything is left over that may matter. */
function judge(
  file: TensorFile,
  computing: Tensors,
  mapping: TensorMapping,
  nonlinearity: ModelSettings['nonlinearity'] = 'tanh',
): Judged {
  let found: ReturnType<typeof settingsOf>;
  try {
    found = settingsOf(file, mapping, nonlinearity);
  } catch (error) {
    if (!(error instanceof CharloomError)) throw error;
    const parameter = error instanceof MissingParameter ? error.parameter : null;
    return { model: null, classes: null, problem: { sentence: error.sentence, missing: parameter, unexplained: [] } };
  }
  const { model, classes } = found;
  const used = new Set(Object.values(mapping));
  const unexplained = [...computing.keys()].filter((name) => !used.has(name));
  if (unexplained.length === 0) return { model, classes, problem: null };
  const [first] = unexplained;
  const problem = {
    sentence: explain(computing, unexplained, { classes, hidden: model.hidden }),
    missing: unexplained.length === 1 ? placeFor(computing.get(first)?.shape ?? [], found, mapping) : null,
    unexplained,
  };
  return { model: null, classes, problem };
}

/** Where an end of the model is missing from a mapping, what stood against guessing it says more. */
function hintedBy(judged: Judged, ofGuess: MappingProblem | null): Pick<Judged, 'problem'> {
  const missing = judged.problem?.missing ?? null;
  const saysMore =
    missing === 'rnn.weight_hh_l0' || (missing === 'head.weight' && ofGuess?.missing !== 'rnn.weight_hh_l0');
  return saysMore && ofGuess ? { problem: ofGuess } : judged;
}

/** What is taken as zero. */
function biasNotes(mapping: TensorMapping, { layers }: ModelSettings): Sentence[] {
  const notes: Sentence[] = [];
  const names = Array.from({ length: layers }, (_, layer) => [`rnn.bias_ih_l${layer}`, `rnn.bias_hh_l${layer}`]).flat();
  if (!names.every((name) => name in mapping)) {
    notes.push(sentence`Its recurrent layers have no biases, or not all: those are taken as zero.`);
  }
  if (!('head.bias' in mapping)) notes.push(sentence`Its head has no bias: it is taken as zero.`);
  return notes;
}

/** The parameter that is not named yet and that a tensor of this shape may be. */
function placeFor(
  shape: readonly number[],
  { model, classes }: ReturnType<typeof settingsOf>,
  mapping: TensorMapping,
): string | null {
  const size = shape.join();
  if (size === String(classes) && !('head.bias' in mapping)) return 'head.bias';
  return size === `${classes},${classes}` && model.embedding === 0 ? 'embedding.weight' : null;
}

function readWeights(
  file: TensorFile,
  model: ModelSettings,
  classes: number,
  mapping: TensorMapping,
): Float32Array<ArrayBuffer> {
  const layout = layOutParameters(shapeOf(model, classes, panelWidth));
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
  refuseTransposed(file, mapping);
  const [classes] = matrixOf(file, mapping, 'head.weight');
  const cell = namedCell(file.metadata) ?? torchCell(rows / hidden);
  if (cell === undefined) {
    throw new CharloomError(
      'model-invalid',
      sentence`The recurrent weights are ${rows} × ${hidden}, and an LSTM has ${torchGates('lstm')}, a GRU ${torchGates('gru')} and an RNN ${torchGates('rnn')} row for each column. Name another tensor for rnn.weight_hh_l0.`,
    );
  }
  const embedding = named(mapping, 'embedding.weight');
  if (embedding === undefined && inputs !== classes) {
    throw new CharloomError(
      'model-invalid',
      sentence`The lowest layer reads ${inputs} numbers, and the head scores ${classes} characters. Name the tensor of the embedding, ${classes} × ${inputs}.`,
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
  for (const { name, shape } of layOutParameters(shapeOf(model, classes, panelWidth)).parameters) {
    const inFile = named(mapping, name);
    if (inFile !== undefined) checkReadable(file, inFile, shape);
    else if (!name.includes('bias') || name.includes('norm')) throw new MissingParameter(name);
  }
  const known = new Set(layOutParameters(shapeOf(model, classes, panelWidth)).parameters.map(({ name }) => name));
  const surplus = Object.keys(mapping).find((parameter) => !known.has(parameter));
  if (surplus !== undefined) {
    throw new CharloomError(
      'model-invalid',
      sentence`A model of these tensors has no ${surplus}. Leave it out of the mapping.`,
    );
  }
  checkMemory({ model, vocabulary: classes, labels: 0 });
  return { model, classes };
}

function checkReadable(file: TensorFile, name: string, shape: readonly number[]): void {
  const { type } = file.entry(name, shape);
  if (!isReadable(type)) throw unreadable(name, type);
}

/** Layers above the lowest, and whatever else has a wrong shape, are found when all shapes are known. */
function refuseTransposed(file: TensorFile, mapping: TensorMapping): void {
  const shapeOf = (parameter: string): readonly number[] => shapeIn(file, mapping, parameter);
  const [, hidden] = shapeOf('rnn.weight_hh_l0');
  const [, inputs] = shapeOf('rnn.weight_ih_l0');
  const layer = transposedIn(shapeOf('rnn.weight_hh_l0'), shapeOf('rnn.weight_ih_l0'));
  const symbols = [inputs, shapeOf('embedding.weight')[0]];
  const isHead = isTransposedHead(shapeOf('head.weight'), hidden, symbols);
  const parameter = layer !== null ? `rnn.${layer}_l0` : isHead ? 'head.weight' : null;
  const name = parameter === null ? undefined : named(mapping, parameter);
  if (parameter === null || name === undefined) return;
  throw new CharloomError('model-invalid', transposedWords(name, shapeOf(parameter)));
}

/** Of a square matrix nobody can tell which way it lies; any other one of a file tells of all of them. */
function isOfSquares(file: TensorFile, mapping: TensorMapping): boolean {
  const parameters = ['rnn.weight_hh_l0', 'rnn.weight_ih_l0', 'head.weight'];
  // An embedding has a row for each symbol in Keras, too.
  const telling = parameters.filter((parameter) => named(mapping, parameter) !== named(mapping, 'embedding.weight'));
  return telling.every((parameter) => {
    const [rows, columns] = shapeIn(file, mapping, parameter);
    return rows === columns;
  });
}

/** Empty where the mapping does not name it. */
function shapeIn(file: TensorFile, mapping: TensorMapping, parameter: string): readonly number[] {
  const name = named(mapping, parameter);
  return name === undefined ? [] : file.entry(name).shape;
}

/** Only parameters that there are, each a tensor of the file; none twice but tied ones. */
function checkNames(file: TensorFile, mapping: TensorMapping): void {
  const used = new Map<string, string>();
  for (const [parameter, name] of Object.entries(mapping)) {
    if (!parameterName.test(parameter)) {
      throw new CharloomError(
        'model-invalid',
        sentence`"${shortened(parameter)}" is no parameter of a model. Leave it out.`,
      );
    }
    file.entry(name);
    const other = used.get(name);
    const isTied = [parameter, other].every((one) => one === 'embedding.weight' || one === 'head.weight');
    if (other !== undefined && !isTied) {
      throw new CharloomError(
        'model-invalid',
        sentence`"${shortened(name)}" is named for both ${other} and ${parameter}. Choose two.`,
      );
    }
    used.set(name, parameter);
  }
}

function layersOf(mapping: TensorMapping): number {
  const indices = Object.keys(mapping).flatMap((parameter) => /_l(\d)$/.exec(parameter)?.[1] ?? []);
  return Math.min(maxLayers, 1 + Math.max(...indices.map(Number)));
}

function matrixOf(file: TensorFile, mapping: TensorMapping, parameter: string): readonly [number, number] {
  const name = named(mapping, parameter);
  if (name === undefined) throw new MissingParameter(parameter);
  const { shape } = file.entry(name);
  if (shape.length === 2 && shape.every((size) => size > 0)) return [shape[0], shape[1]];
  throw new CharloomError(
    'model-invalid',
    sentence`"${shortened(name)}" is no matrix. Name another tensor for ${parameter}.`,
  );
}

function named(mapping: TensorMapping, parameter: string): string | undefined {
  return Object.hasOwn(mapping, parameter) ? mapping[parameter] : undefined;
}

class MissingParameter extends CharloomError {
  readonly parameter: string;

  constructor(parameter: string) {
    super('model-invalid', sentence`It is not known which tensor is ${parameter}. Name it.`);
    this.parameter = parameter;
  }
}

function checkedModel(model: ModelSettings): ModelSettings {
  try {
    return checkModel(model);
  } catch (error) {
    if (!(error instanceof CharloomError)) throw error;
    throw new CharloomError('model-invalid', sentence`Charloom cannot hold a model of these sizes: ${error.sentence}`);
  }
}
