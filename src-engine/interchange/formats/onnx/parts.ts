// The parts of an ONNX file by their places, as far as they can be told without knowing which model it is. Nothing of
// them is true yet but that they lie in the file, and that there is nothing else in it that could matter.

import type { GraphKind } from './draft.ts';
import { invalid, ofAnotherProgram } from './invalid.ts';
import { entryFields, graphFields, irVersion, modelFields, operatorsBytes, tensorFields } from './messages.ts';
import { metadataKeys } from './metadata.ts';
import type { MetadataKey } from './metadata.ts';
import { fieldBytes, fieldValue } from './protobuf-reader.ts';
import type { WireField, ProtobufReader, ByteRange } from './protobuf-reader.ts';
import { sentence } from '../../../protocol/text/sentences.ts';

export interface FileParts {
  readonly metadata: Readonly<Record<MetadataKey, ByteRange>>;
  readonly graph: ByteRange;
}

export interface GraphParts {
  readonly kind: GraphKind;
  readonly nodes: readonly WireField[];
  readonly inputs: readonly WireField[];
  readonly outputs: readonly WireField[];
  readonly tensors: ReadonlyMap<string, TensorPart>;
}

export interface TensorPart {
  /** ONNX's number of it. */
  readonly type: number;
  readonly shape: readonly number[];
  readonly raw: ByteRange;
}

const maxNameLength = 200;
const maxDimensions = 4;

/** @throws CharloomError 'model-invalid' */
export function partsOf(reader: ProtobufReader): FileParts {
  const entries = new Map<MetadataKey, ByteRange>();
  const seen = new Set<number>();
  let graph: ByteRange | null = null;
  let version: number | null = null;
  let hasOperators = true;
  for (const field of reader.fields(reader.whole)) {
    seen.add(field.number);
    switch (field.number) {
      case modelFields.irVersion:
        version = fieldValue(field);
        break;
      case modelFields.operators:
        hasOperators &&= reader.isEqual(field, operatorsBytes());
        break;
      case modelFields.graph:
        if (graph !== null) throw invalid(sentence`it has two graphs`);
        graph = fieldBytes(field);
        break;
      case modelFields.metadata:
        addEntry(reader, fieldBytes(field), entries);
        break;
      case modelFields.producerName:
      case modelFields.producerVersion:
      case modelFields.domain:
      case modelFields.modelVersion:
      case modelFields.note:
        break;
      default:
        throw invalid(sentence`it holds something besides a graph`);
    }
  }
  if (graph === null) throw invalid(sentence`it has no graph`);
  if (!entries.has('charloom')) throw ofAnotherProgram();
  if (version !== null && version !== irVersion) throw invalid(sentence`it is of another version of ONNX`);
  if (!hasOperators) throw invalid(sentence`it needs other operators`);
  if (!seen.has(modelFields.irVersion) || !seen.has(modelFields.operators)) {
    throw invalid(sentence`it names no version of ONNX`);
  }
  return { metadata: wholeMetadata(entries), graph };
}

function addEntry(reader: ProtobufReader, entry: ByteRange, entries: Map<MetadataKey, ByteRange>): void {
  let key = '';
  let value: ByteRange | null = null;
  for (const field of reader.fields(entry)) {
    if (field.number === entryFields.key) key = reader.text(fieldBytes(field), maxNameLength);
    else if (field.number === entryFields.value) value = fieldBytes(field);
  }
  const known = metadataKeys.find((name) => name === key);
  if (known === undefined) return;
  if (value === null || entries.has(known)) throw invalid(sentence`its metadata "${known}" are not there once`);
  entries.set(known, value);
}

function wholeMetadata(entries: ReadonlyMap<MetadataKey, ByteRange>): Readonly<Record<MetadataKey, ByteRange>> {
  const { charloom, vocabulary, golden, sha256 } = Object.fromEntries(entries);
  if (charloom === undefined || vocabulary === undefined || golden === undefined || sha256 === undefined) {
    throw invalid(sentence`it lacks the metadata that say what it is`);
  }
  return { charloom, vocabulary, golden, sha256 };
}

/** @throws CharloomError 'model-invalid' */
export function graphPartsOf(reader: ProtobufReader, graph: ByteRange): GraphParts {
  const nodes: WireField[] = [];
  const inputs: WireField[] = [];
  const outputs: WireField[] = [];
  const tensors = new Map<string, TensorPart>();
  let name = '';
  for (const field of reader.fields(graph)) {
    switch (field.number) {
      case graphFields.node:
        nodes.push(field);
        break;
      case graphFields.name:
        name = reader.text(fieldBytes(field), maxNameLength);
        break;
      case graphFields.tensor:
        addTensor(reader, fieldBytes(field), tensors);
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
        throw invalid(sentence`its graph holds something besides nodes and tensors`);
    }
  }
  if (name !== 'step' && name !== 'sequence') throw invalid(sentence`its graph is neither a step nor a sequence`);
  return { kind: name, nodes, inputs, outputs, tensors };
}

function addTensor(reader: ProtobufReader, tensor: ByteRange, tensors: Map<string, TensorPart>): void {
  const shape: number[] = [];
  let name = '';
  let type = 0;
  let raw: ByteRange | null = null;
  for (const field of reader.fields(tensor)) {
    switch (field.number) {
      case tensorFields.size:
        shape.push(fieldValue(field));
        if (shape.length > maxDimensions) throw invalid(sentence`a tensor has more than ${maxDimensions} dimensions`);
        break;
      case tensorFields.type:
        type = fieldValue(field);
        break;
      case tensorFields.name:
        name = reader.text(fieldBytes(field), maxNameLength);
        break;
      case tensorFields.raw:
        raw = fieldBytes(field);
        break;
      case tensorFields.note:
        break;
      case tensorFields.external:
      case tensorFields.location:
        throw invalid(sentence`its weights lie in another file`);
      default:
        throw invalid(sentence`its weights are stored in another way`);
    }
  }
  if (raw === null || tensors.has(name)) throw invalid(sentence`one of its tensors is not there once`);
  tensors.set(name, { type, shape, raw });
}
