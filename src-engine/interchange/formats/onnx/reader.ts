// An ONNX file as Charloom writes it, read back. The metadata say which model it is; from them follows the one graph
// that it may have.
// Its nodes, inputs and outputs must be that graph's, byte for byte, and its tensors must have their names, types and
// sizes and lie in the file itself, before anything is allocated for the weights. What says nothing of the model
// (documentation, inferred shapes) is passed over.

import type { Hash } from 'node:crypto';
import { layOutParameters } from '../../../nn/parameters.ts';
import { checkMemory } from '../../parts/memory.ts';
import { shapeOfSize, sizeOfModel } from '../../parts/model-size.ts';
import type { ModelSize } from '../../parts/model-size.ts';
import type { Golden, IncomingFiles, PortableModel } from '../../types.ts';
import { graphOf } from './graph.ts';
import type { WholeGraph } from './graph.ts';
import { invalid } from './invalid.ts';
import { elementTypeNumber, nodeBytes, rawBytes, valueBytes } from './messages.ts';
import type { Initializer } from './messages.ts';
import { hashTexts, maxGoldenLength, maxTextLengths, readGolden, readModelTexts } from './metadata.ts';
import { graphPartsOf, partsOf } from './parts.ts';
import type { GraphParts, TensorPart } from './parts.ts';
import { rangeLength, ProtobufReader } from './protobuf-reader.ts';
import type { WireField, ByteRange } from './protobuf-reader.ts';
import { putTensor } from './tensors.ts';
import type { InitializerSource } from './tensors.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import type { Sentence } from '../../../protocol/text/sentences.ts';

export interface OnnxFile {
  readonly model: PortableModel;
  readonly golden: Golden;
  /** Of everything that makes the model what it is. */
  readonly sha256: string;
}

/** @throws CharloomError 'model-invalid' */
export function readOnnxFile(files: IncomingFiles, path: string): OnnxFile {
  const reader = new ProtobufReader(files, path);
  const { metadata, graph } = partsOf(reader);
  const charloom = reader.text(metadata.charloom, maxTextLengths.charloom);
  const vocabulary = reader.text(metadata.vocabulary, maxTextLengths.vocabulary);
  const sha256 = reader.text(metadata.sha256, maxTextLengths.sha256);
  const told = readModelTexts(charloom, vocabulary);
  const size = sizeOfModel(told);
  const parts = graphPartsOf(reader, graph);
  const expected = graphOf(parts.kind, size);
  checkGraph(reader, parts, expected);
  const spans = spansOf(parts.tensors, expected);
  checkMemory(size);
  const golden = reader.text(metadata.golden, maxGoldenLength(size));
  const hash = hashTexts({ charloom, vocabulary, golden });
  const weights = readWeights(reader, expected, spans, size, hash);
  if (hash.digest('hex') !== sha256) throw invalid(sentence`it was changed after it had been written`);
  return { model: { ...told, weights }, golden: readGolden(golden, size), sha256 };
}

function checkGraph(reader: ProtobufReader, { nodes, inputs, outputs }: GraphParts, expected: WholeGraph): void {
  const wanted: readonly [Sentence, readonly WireField[], readonly Uint8Array[]][] = [
    [sentence`the nodes of its graph are not those of its settings`, nodes, expected.nodes.map(nodeBytes)],
    [sentence`the inputs of its graph are not those of its settings`, inputs, expected.inputs.map(valueBytes)],
    [sentence`the outputs of its graph are not those of its settings`, outputs, expected.outputs.map(valueBytes)],
  ];
  for (const [what, fields, bytes] of wanted) {
    if (fields.length !== bytes.length || !fields.every((field, index) => reader.isEqual(field, bytes[index]))) {
      throw invalid(what);
    }
  }
}

/** Where the numbers of each tensor of the expected graph lie, in its order. */
function spansOf(tensors: ReadonlyMap<string, TensorPart>, expected: WholeGraph): readonly ByteRange[] {
  if (tensors.size !== expected.tensors.length) {
    throw invalid(sentence`it has ${tensors.size} tensors, and its settings need ${expected.tensors.length}`);
  }
  return expected.tensors.map((tensor) => {
    const part = tensors.get(tensor.name);
    if (!part) throw invalid(sentence`it lacks the tensor "${tensor.name}"`);
    if (part.type !== elementTypeNumber(tensor.type)) throw invalid(sentence`"${tensor.name}" is not ${tensor.type}`);
    if (part.shape.join() !== tensor.shape.join()) {
      const [got, needed] = [part.shape, tensor.shape].map((shape) => shape.join(' × '));
      throw invalid(sentence`"${tensor.name}" is ${got}, and its settings need ${needed}`);
    }
    if (rangeLength(part.raw) !== rawBytes(tensor))
      throw invalid(sentence`"${tensor.name}" has not as many bytes as numbers`);
    return part.raw;
  });
}

function readWeights(
  reader: ProtobufReader,
  { tensors }: WholeGraph,
  spans: readonly ByteRange[],
  size: ModelSize,
  hash: Hash,
): Float32Array<ArrayBuffer> {
  const layout = layOutParameters(shapeOfSize(size));
  const block = new Float32Array(layout.size);
  for (const [index, tensor] of tensors.entries()) {
    const bytes = reader.bytes(spans[index]);
    if (tensor.source.kind === 'weights') {
      hash.update(bytes);
      putTensor(tensor.source, layout, block, numbersOf(tensor, bytes));
    } else if (!Buffer.from(tensor.source.bytes).equals(bytes)) {
      throw invalid(sentence`"${tensor.name}" has another value`);
    }
  }
  return block;
}

function numbersOf({ name }: Initializer<InitializerSource>, bytes: Uint8Array): Float32Array {
  // Float32Array wants a multiple of four for its offset. The format is little-endian, as every platform that Node runs
  // on.
  const whole = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  const values = new Float32Array(whole.buffer, whole.byteOffset, whole.length / 4);
  for (const value of values) if (!Number.isFinite(value)) throw invalid(sentence`"${name}" holds ${value}`);
  return values;
}
