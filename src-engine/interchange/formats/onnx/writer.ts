// An ONNX file in pieces: what describes the model is small and made at once, the weights are copied out of the
// engine's block one tensor at a time while the file is written.

import type { Hash } from 'node:crypto';
import { CharloomError } from '../../../errors.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import { layOutParameters } from '../../../nn/parameters.ts';
import { shapeOfSize, sizeOfModel } from '../../parts/model-size.ts';
import type { OutgoingFile, PortableModel } from '../../types.ts';
import type { GraphKind } from './draft.ts';
import { graphOf } from './graph.ts';
import { graphEnd, graphStart, modelEnd, modelFields, modelStart, rawBytes, tensorStart } from './messages.ts';
import type { Metadata } from './metadata.ts';
import { fieldStart, join } from './protobuf-writer.ts';
import { bytesOfTensor } from './tensors.ts';

/** Protocol Buffers hold no more. */
const maxBytes = 2 ** 31 - 1;
/** Left for nodes, names and sizes: more than the largest graph needs. */
const roomForNodes = 1e6;

/** @throws CharloomError 'bad-request' where the model is too large for the format */
export function checkRoom(model: PortableModel, texts: Omit<Metadata, 'sha256'>): void {
  const { tensors } = graphOf('step', sizeOfModel(model));
  const told = Object.values(texts).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const bytes = tensors.reduce((sum, tensor) => sum + rawBytes(tensor), told);
  if (bytes + roomForNodes <= maxBytes) return;
  throw new CharloomError(
    'bad-request',
    sentence`An ONNX file holds at most ${Math.floor(maxBytes / 1e6)} MB, and this model has ${Math.ceil(bytes / 1e6)} MB. Export it as safetensors.`,
  );
}

export function onnxFile(path: string, kind: GraphKind, model: PortableModel, metadata: Metadata): OutgoingFile {
  const graph = graphOf(kind, sizeOfModel(model));
  const tensors = graph.tensors.map((tensor) => ({ tensor, start: tensorStart(tensor) }));
  const [start, end] = [graphStart(graph), graphEnd(graph)];
  const graphBytes = tensors.reduce(
    (sum, one) => sum + one.start.length + rawBytes(one.tensor),
    start.length + end.length,
  );
  const before = join(modelStart(), fieldStart(modelFields.graph, graphBytes));
  const behind = modelEnd(new Map(Object.entries(metadata)));
  const layout = layoutOf(model);
  function* pieces(): Generator<Uint8Array> {
    yield before;
    yield start;
    for (const one of tensors) {
      yield one.start;
      yield bytesOfTensor(one.tensor, layout, model.weights);
    }
    yield end;
    yield behind;
  }
  return { path, bytes: before.length + graphBytes + behind.length, pieces: { [Symbol.iterator]: pieces } };
}

/** Ends a hash with the weights of a model: the tensors that are learned, which both graphs have in the same order. */
export function hashWeights(hash: Hash, model: PortableModel): string {
  const layout = layoutOf(model);
  for (const tensor of graphOf('step', sizeOfModel(model)).tensors) {
    if (tensor.source.kind === 'weights') hash.update(bytesOfTensor(tensor, layout, model.weights));
  }
  return hash.digest('hex');
}

function layoutOf(model: PortableModel) {
  return layOutParameters(shapeOfSize(sizeOfModel(model)));
}
