// The messages of ONNX that a model of ours consists of, and their bytes. Not all of ONNX: no training, no functions,
// no sparse or external tensors. Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

import { unreachable } from '../../../errors.ts';
import { fieldStart, floatField, integerField, join, messageField, textField } from './protobuf-writer.ts';

export const irVersion = 8;
const operatorsVersion = 17;

export const modelFields = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  domain: 4,
  modelVersion: 5,
  note: 6,
  graph: 7,
  operators: 8,
  metadata: 14,
} as const;

export const graphFields = { node: 1, name: 2, tensor: 5, note: 10, input: 11, output: 12, values: 13 } as const;

export const tensorFields = { size: 1, type: 2, name: 8, note: 12, raw: 9, external: 13, location: 14 } as const;

export const entryFields = { key: 1, value: 2 } as const;

const elementTypes = { float32: 1, int64: 7 } as const;
const elementBytes = { float32: 4, int64: 8 } as const;

type ElementType = keyof typeof elementTypes;

export type Attribute =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'texts'; readonly values: readonly string[] }
  | { readonly kind: 'graph'; readonly graph: Graph };

export interface Node {
  readonly name: string;
  readonly operator: string;
  /** '' leaves an optional one out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** What goes in or comes out; a text stands for a size that is not fixed. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
}

/** A tensor that is part of the model; where its numbers come from is up to `Source`. */
export interface Initializer<Source> {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly source: Source;
}

export interface Graph {
  readonly name: string;
  readonly note: string;
  readonly nodes: readonly Node[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

export function nodeBytes({ name, operator, inputs, outputs, attributes }: Node): Uint8Array {
  return join(
    ...inputs.map((input) => textField(1, input)),
    ...outputs.map((output) => textField(2, output)),
    textField(3, name),
    textField(4, operator),
    ...Object.entries(attributes).map(([key, attribute]) => messageField(5, attributeBytes(key, attribute))),
  );
}

function attributeBytes(name: string, attribute: Attribute): Uint8Array {
  const key = textField(1, name);
  const type = (number: number): Uint8Array => integerField(20, number);
  switch (attribute.kind) {
    case 'float':
      return join(key, floatField(2, attribute.value), type(1));
    case 'integer':
      return join(key, integerField(3, attribute.value), type(2));
    case 'graph':
      return join(key, messageField(6, graphStart(attribute.graph), graphEnd(attribute.graph)), type(5));
    case 'texts':
      return join(key, ...attribute.values.map((value) => textField(9, value)), type(8));
    default:
      return unreachable(attribute);
  }
}

export function valueBytes({ name, type, shape }: Value): Uint8Array {
  const sizes = shape.map((size) =>
    messageField(1, typeof size === 'number' ? integerField(1, size) : textField(2, size)),
  );
  const tensor = messageField(1, integerField(1, elementTypes[type]), messageField(2, ...sizes));
  return join(textField(1, name), messageField(2, tensor));
}

/** The fields of a graph before its tensors. */
export function graphStart({ name, nodes }: Graph): Uint8Array {
  return join(
    ...nodes.map((node) => messageField(graphFields.node, nodeBytes(node))),
    textField(graphFields.name, name),
  );
}

/** The fields of a graph behind its tensors. */
export function graphEnd({ note, inputs, outputs }: Graph): Uint8Array {
  return join(
    textField(graphFields.note, note),
    ...inputs.map((value) => messageField(graphFields.input, valueBytes(value))),
    ...outputs.map((value) => messageField(graphFields.output, valueBytes(value))),
  );
}

/** Bytes of a tensor's numbers. */
export function rawBytes({ type, shape }: Initializer<unknown>): number {
  return shape.reduce((product, size) => product * size, elementBytes[type]);
}

/** A tensor as a field of the graph, up to its numbers. */
export function tensorStart(tensor: Initializer<unknown>): Uint8Array {
  const raw = rawBytes(tensor);
  const description = join(describeTensor(tensor), fieldStart(tensorFields.raw, raw));
  return join(fieldStart(graphFields.tensor, description.length + raw), description);
}

function describeTensor({ name, type, shape }: Initializer<unknown>): Uint8Array {
  return join(
    ...shape.map((size) => integerField(tensorFields.size, size)),
    integerField(tensorFields.type, elementTypes[type]),
    textField(tensorFields.name, name),
  );
}

/** The fields of a model before its graph. */
export function modelStart(): Uint8Array {
  return join(integerField(modelFields.irVersion, irVersion), textField(modelFields.producerName, 'Charloom'));
}

/** The fields of a model behind its graph. */
export function modelEnd(metadata: ReadonlyMap<string, string>): Uint8Array {
  return join(
    messageField(modelFields.operators, operatorsBytes()),
    ...Array.from(metadata, ([key, value]) =>
      messageField(modelFields.metadata, textField(entryFields.key, key), textField(entryFields.value, value)),
    ),
  );
}

/** The version of the standard operators, and no others. */
export function operatorsBytes(): Uint8Array {
  return join(textField(1, ''), integerField(2, operatorsVersion));
}

export function elementTypeNumber(type: ElementType): number {
  return elementTypes[type];
}
