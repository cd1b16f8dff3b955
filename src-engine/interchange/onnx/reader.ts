// An ONNX file as Charloom writes it, read back. The metadata say which model it is; from them follows the one graph that it may have.
// Its nodes, inputs and outputs must be that graph's, byte for byte, and its tensors must have their names, types and sizes and lie in
// the file itself, before anything is allocated for the weights. What says nothing of the model (documentation, inferred shapes) is
// passed over.

import type { Hash } from 'node:crypto';
import { LANE } from '../../kernels/wasm.ts';
import { layOutParameters } from '../../nn/parameters.ts';
import { shapeOf } from '../../nn/shape.ts';
import type { IncomingFiles } from '../types.ts';
import type { GraphKind } from './draft.ts';
import { graphOf, type WholeGraph } from './graph.ts';
import { invalid } from './invalid.ts';
import {
  elementTypeNumber,
  entryFields,
  graphFields,
  IR_VERSION,
  modelFields,
  nodeBytes,
  operatorsBytes,
  rawBytes,
  type Tensor,
  tensorFields,
  valueBytes,
} from './messages.ts';
import { hashTexts, longestTexts, type Metadata, type MetadataKey, readTexts, type Told } from './metadata.ts';
import { type Field, fieldsOf, lengthOf, type ReadSpan, type Span } from './protobuf-reader.ts';
import { putTensor, type Source } from './tensors.ts';

export interface OnnxFile extends Told {
  readonly kind: GraphKind;
  readonly weights: Float32Array<ArrayBuffer>;
  /** Of everything that makes the model what it is. */
  readonly sha256: string;
}

const longestName = 200;

/** @throws CharloomError 'model-invalid' */
export function readOnnxFile(files: IncomingFiles, path: string): OnnxFile {
  const read: ReadSpan = ({ start, end }) => files.read(path, start, end - start);
  const { graph, metadata } = readModel(read, { start: 0, end: files.files.get(path) ?? 0 });
  const told = readTexts(metadata);
  const parts = readGraph(read, graph);
  const expected = graphOf(parts.kind, told.model.model, told.model.symbols.length);
  checkGraph(read, parts, expected);
  const places = placesOf(parts.tensors, expected);
  const hash = hashTexts(metadata);
  const weights = readWeights(read, expected, places, told, hash);
  if (hash.digest('hex') !== metadata.sha256) throw invalid('it was changed after it had been written');
  return { ...told, kind: parts.kind, weights, sha256: metadata.sha256 };
}

/** The graph's place and the metadata of the outermost message. */
function readModel(read: ReadSpan, whole: Span): { readonly graph: Span; readonly metadata: Metadata } {
  const texts = new Map<MetadataKey, string>();
  let graph: Span | null = null;
  for (const field of fieldsOf(read, whole)) {
    switch (field.number) {
      case modelFields.irVersion:
        if (field.kind !== 'integer' || field.value !== IR_VERSION) throw invalid('it is of another version of ONNX');
        break;
      case modelFields.operators:
        if (!isEqual(read, field, operatorsBytes())) throw invalid('it needs other operators');
        break;
      case modelFields.graph:
        if (graph !== null) throw invalid('it has two graphs');
        graph = spanOf(field);
        break;
      case modelFields.metadata:
        readEntry(read, spanOf(field), texts);
        break;
      case modelFields.producerName:
      case modelFields.producerVersion:
      case modelFields.domain:
      case modelFields.modelVersion:
      case modelFields.note:
        break;
      default:
        throw invalid('it holds something besides a graph');
    }
  }
  if (graph === null) throw invalid('it has no graph');
  const { charloom, vocabulary, golden, sha256 } = Object.fromEntries(texts);
  if (charloom === undefined || vocabulary === undefined || golden === undefined || sha256 === undefined) {
    throw invalid('it lacks the metadata that say what it is');
  }
  return { graph, metadata: { charloom, vocabulary, golden, sha256 } };
}

function readEntry(read: ReadSpan, entry: Span, texts: Map<MetadataKey, string>): void {
  let key = '';
  let value: Span | null = null;
  for (const field of fieldsOf(read, entry)) {
    if (field.number === entryFields.key) key = readText(read, spanOf(field), longestName);
    else if (field.number === entryFields.value) value = spanOf(field);
  }
  if (!isMetadataKey(key)) return;
  if (texts.has(key) || value === null) throw invalid(`its metadata "${key}" are not there once`);
  texts.set(key, readText(read, value, longestTexts[key]));
}

function isMetadataKey(key: string): key is MetadataKey {
  return Object.hasOwn(longestTexts, key);
}

interface GraphParts {
  readonly kind: GraphKind;
  readonly nodes: readonly Field[];
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
  readonly tensors: ReadonlyMap<string, TensorPlace>;
}

/** A tensor as the file describes it; nothing is true of it yet but that its numbers lie in the file. */
interface TensorPlace {
  readonly type: number;
  readonly shape: readonly number[];
  readonly raw: Span;
}

function readGraph(read: ReadSpan, graph: Span): GraphParts {
  const nodes: Field[] = [];
  const inputs: Field[] = [];
  const outputs: Field[] = [];
  const tensors = new Map<string, TensorPlace>();
  let name = '';
  for (const field of fieldsOf(read, graph)) {
    switch (field.number) {
      case graphFields.node:
        nodes.push(field);
        break;
      case graphFields.name:
        name = readText(read, spanOf(field), longestName);
        break;
      case graphFields.tensor:
        readTensor(read, spanOf(field), tensors);
        break;
      case graphFields.input:
        inputs.push(field);
        break;
      case graphFields.output:
        outputs.push(field);
        break;
      case graphFields.note:
      case graphFields.values:
        break;
      default:
        throw invalid('its graph holds something besides nodes and tensors');
    }
  }
  if (name !== 'step' && name !== 'sequence') throw invalid('its graph is neither a step nor a sequence');
  return { kind: name, nodes, inputs, outputs, tensors };
}

function readTensor(read: ReadSpan, tensor: Span, tensors: Map<string, TensorPlace>): void {
  const shape: number[] = [];
  let name = '';
  let type = 0;
  let raw: Span | null = null;
  for (const field of fieldsOf(read, tensor)) {
    switch (field.number) {
      case tensorFields.size:
        shape.push(valueOf(field));
        break;
      case tensorFields.type:
        type = valueOf(field);
        break;
      case tensorFields.name:
        name = readText(read, spanOf(field), longestName);
        break;
      case tensorFields.raw:
        raw = spanOf(field);
        break;
      case tensorFields.note:
        break;
      case tensorFields.external:
      case tensorFields.location:
        throw invalid('its weights lie in another file');
      default:
        throw invalid('its weights are stored in another way');
    }
  }
  if (raw === null || tensors.has(name)) throw invalid(`its tensor "${name}" is not there once`);
  tensors.set(name, { type, shape, raw });
}

function checkGraph(read: ReadSpan, { nodes, inputs, outputs }: GraphParts, expected: WholeGraph): void {
  const wanted: readonly [string, readonly Field[], readonly Uint8Array[]][] = [
    ['nodes', nodes, expected.nodes.map(nodeBytes)],
    ['inputs', inputs, expected.inputs.map(valueBytes)],
    ['outputs', outputs, expected.outputs.map(valueBytes)],
  ];
  for (const [what, fields, bytes] of wanted) {
    if (fields.length !== bytes.length || !fields.every((field, index) => isEqual(read, field, bytes[index]))) {
      throw invalid(`the ${what} of its graph are not those of its settings`);
    }
  }
}

/** Where each tensor of the expected graph lies, in its order. */
function placesOf(tensors: ReadonlyMap<string, TensorPlace>, expected: WholeGraph): readonly Span[] {
  if (tensors.size !== expected.tensors.length) {
    throw invalid(`it has ${tensors.size} tensors, and its settings need ${expected.tensors.length}`);
  }
  return expected.tensors.map((tensor) => {
    const place = tensors.get(tensor.name);
    if (!place) throw invalid(`it lacks the tensor "${tensor.name}"`);
    if (place.type !== elementTypeNumber(tensor.type)) throw invalid(`"${tensor.name}" is not ${tensor.type}`);
    if (place.shape.join() !== tensor.shape.join()) {
      const sizes = [place.shape, tensor.shape].map((shape) => shape.join(' × '));
      throw invalid(`"${tensor.name}" is ${sizes[0]}, and its settings need ${sizes[1]}`);
    }
    if (lengthOf(place.raw) !== rawBytes(tensor)) throw invalid(`"${tensor.name}" has not as many bytes as numbers`);
    return place.raw;
  });
}

function readWeights(
  read: ReadSpan,
  { tensors }: WholeGraph,
  places: readonly Span[],
  { model }: Told,
  hash: Hash,
): Float32Array<ArrayBuffer> {
  const layout = layOutParameters(shapeOf(model.model, model.symbols.length, LANE));
  const block = new Float32Array(layout.size);
  for (const [index, tensor] of tensors.entries()) {
    const bytes = read(places[index]);
    if (tensor.source.kind === 'weights') {
      hash.update(bytes);
      putTensor(tensor.source, layout, block, numbersOf(tensor, bytes));
    } else if (!Buffer.from(tensor.source.bytes).equals(bytes)) {
      throw invalid(`"${tensor.name}" has another value`);
    }
  }
  return block;
}

function numbersOf({ name }: Tensor<Source>, bytes: Uint8Array): Float32Array {
  // Float32Array wants a multiple of four for its place. The format is little-endian, as every platform that Node runs on.
  const whole = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  const values = new Float32Array(whole.buffer, whole.byteOffset, whole.length / 4);
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw invalid(`"${name}" holds ${values[wrong]}`);
  return values;
}

function readText(read: ReadSpan, span: Span, longest: number): string {
  if (lengthOf(span) > longest) throw invalid(`it has a text of ${lengthOf(span)} bytes where ${longest} are too many`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(read(span));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw invalid('it has a text that is not UTF-8', error);
  }
}

/** Compares without reading more than there should be. */
function isEqual(read: ReadSpan, field: Field, wanted: Uint8Array): boolean {
  const span = spanOf(field);
  return lengthOf(span) === wanted.length && Buffer.from(wanted).equals(read(span));
}

function spanOf(field: Field): Span {
  if (field.kind === 'bytes') return field.span;
  throw invalid('it has a number in place of a message');
}

function valueOf(field: Field): number {
  if (field.kind === 'integer') return field.value;
  throw invalid('it has a message in place of a number');
}
