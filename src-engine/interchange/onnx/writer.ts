// An ONNX file in pieces: what describes the model is small and made at once, the weights are copied out of the engine's block one
// tensor at a time while the file is written.

import type { Hash } from 'node:crypto';
import { CharloomError } from '../../errors.ts';
import { LANE } from '../../kernels/wasm.ts';
import { layOutParameters } from '../../nn/parameters.ts';
import { shapeOf } from '../../nn/shape.ts';
import type { OutgoingFile, PortableModel } from '../types.ts';
import type { GraphKind } from './draft.ts';
import { graphOf, type WholeGraph } from './graph.ts';
import { graphEnd, graphStart, modelEnd, modelFields, modelStart, rawBytes, tensorStart } from './messages.ts';
import type { Metadata } from './metadata.ts';
import { fieldStart } from './protobuf-writer.ts';
import { bytesOfTensor } from './tensors.ts';

/** Protocol Buffers hold no more. */
const mostBytes = 2 ** 31 - 1;

/** @throws CharloomError 'bad-request' where the model is too large for the format */
export function onnxFile(path: string, kind: GraphKind, model: PortableModel, metadata: Metadata): OutgoingFile {
  const graph = graphOf(kind, model.model, model.symbols.length);
  const start = graphStart(graph);
  const end = graphEnd(graph);
  const tensors = graph.tensors.map((tensor) => ({ tensor, start: tensorStart(tensor) }));
  const graphBytes = tensors.reduce(
    (sum, piece) => sum + piece.start.length + rawBytes(piece.tensor),
    start.length + end.length,
  );
  const before = [modelStart(), fieldStart(modelFields.graph, graphBytes), start];
  const behind = [end, modelEnd(new Map(Object.entries(metadata)))];
  const outside = [modelStart(), fieldStart(modelFields.graph, graphBytes), behind[1]];
  const bytes = outside.reduce((sum, piece) => sum + piece.length, graphBytes);
  if (bytes > mostBytes) throw tooLarge(bytes);
  const layout = layoutOf(model);
  function* pieces(): Generator<Uint8Array> {
    yield* before;
    for (const { tensor, start: described } of tensors) {
      yield described;
      yield bytesOfTensor(tensor, layout, model.weights);
    }
    yield* behind;
  }
  return { path, bytes, pieces: { [Symbol.iterator]: pieces } };
}

/** Ends a hash with the weights of a model. */
export function hashWeights(hash: Hash, model: PortableModel): string {
  const layout = layoutOf(model);
  for (const tensor of weightsOf(graphOf('step', model.model, model.symbols.length))) {
    hash.update(bytesOfTensor(tensor, layout, model.weights));
  }
  return hash.digest('hex');
}

/** The tensors that are learned; the same in both graphs. */
export function weightsOf({ tensors }: WholeGraph): WholeGraph['tensors'] {
  return tensors.filter(({ source }) => source.kind === 'weights');
}

function layoutOf({ model, symbols }: PortableModel) {
  return layOutParameters(shapeOf(model, symbols.length, LANE));
}

function tooLarge(bytes: number): CharloomError {
  const megabytes = Math.ceil(bytes / 1e6);
  return new CharloomError(
    'bad-request',
    `An ONNX file holds at most ${Math.floor(mostBytes / 1e6)} MB, and this model has ${megabytes} MB. Export it as safetensors.`,
  );
}
