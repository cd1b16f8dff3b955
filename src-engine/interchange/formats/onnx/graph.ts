// The graph of a model: which operators read which tensors. A step model reads one id a stream, a sequence model T of
// them:
//
//   step      ids (N), h (layers, N, H)[, c alike]     →  logits (N, V), next_h[, next_c]
//   sequence  ids (T, N), h (layers, N, H)[, c alike]  →  logits (T, N, V), next_h[, next_c]
//
// A model that tells A labels apart gives logits (…, A) and their sigmoids, probabilities (…, A), after every id; of
// two labels there is one, the second label's. What counts is the one after a line's last id.
//
// Cells are standard operators where there is one (standard-cell.ts). These know no layer normalisation: with it, and
// for other cells, a step is put together from small operators (composed-cell.ts), and a sequence is that step in a
// Scan.

import { statesOf } from '../../../cells/cell.ts';
import type { ModelShape } from '../../../nn/shape.ts';
import { shapeOfSize } from '../../parts/model-size.ts';
import type { ModelSize } from '../../parts/model-size.ts';
import { addComposedLayers } from './composed-cell.ts';
import { addNode, layerState, useTensor } from './draft.ts';
import type { GraphDraft, GraphKind } from './draft.ts';
import type { Graph, Node, Initializer, Value } from './messages.ts';
import { addStandardLayers, standardOf } from './standard-cell.ts';
import { constants, weights } from './tensors.ts';
import type { InitializerSource } from './tensors.ts';

export interface WholeGraph extends Graph {
  readonly tensors: readonly Initializer<InitializerSource>[];
}

/** The graph of a model of this size: the same size gives the same graph. */
export function graphOf(kind: GraphKind, size: ModelSize): WholeGraph {
  const { model, vocabulary } = size;
  const shape = shapeOfSize(size);
  const standard = standardOf(model);
  const inside = standard === null ? 'step' : kind;
  const { cell, classes } = shape;
  const draft: GraphDraft = { model, cell, vocabulary, classes, kind: inside, nodes: [], tensors: [] };
  splitStates(draft);
  const top = standard === null ? addComposedLayers(draft) : addStandardLayers(draft, standard);
  joinStates(draft);
  addHead(draft, shape, top);
  const { tensors, nodes } = draft;
  const note = noteOf(kind, shape);
  const whole = { tensors, note, name: kind, ...valuesOf(kind, shape) };
  if (inside === kind) return { ...whole, nodes };
  return { ...whole, nodes: [scanOf(shape, nodes)] };
}

function noteOf(kind: GraphKind, { head }: ModelShape): string {
  const isStep = kind === 'step';
  const read = isStep
    ? 'one id of each stream and the states before it'
    : 'ids, time first, and the states before them';
  const states = isStep ? 'the states after it' : 'the states at the end';
  const said = { softmax: 'logits of the next symbol', sigmoid: 'logits and the probabilities of the labels' }[head];
  return `Reads ${read}; gives the ${said} after ${isStep ? 'it' : 'every id'}, and ${states}.`;
}

/** What is said after an id. */
function scoresOf({ head }: ModelShape): readonly string[] {
  return { softmax: ['logits'], sigmoid: ['logits', 'probabilities'] }[head];
}

function valuesOf(kind: GraphKind, shape: ModelShape): Pick<Graph, 'inputs' | 'outputs'> {
  const time = kind === 'step' ? [] : ['T'];
  const states = statesOf(shape.cell);
  const state = (name: string): Value => ({ name, type: 'float32', shape: [shape.layers, 'N', shape.units] });
  return {
    inputs: [{ name: 'ids', type: 'int64', shape: [...time, 'N'] }, ...states.map(state)],
    outputs: [
      ...scoresOf(shape).map((name): Value => ({ name, type: 'float32', shape: [...time, 'N', shape.classes] })),
      ...states.map((name) => state(`next_${name}`)),
    ],
  };
}

function layerStates(draft: GraphDraft, state: string): string[] {
  return Array.from({ length: draft.model.layers }, (_, layer) => layerState(draft, state, layer));
}

function splitStates(draft: GraphDraft): void {
  if (draft.model.layers === 1) return;
  for (const state of statesOf(draft.cell)) {
    addNode(draft, 'Split', [state], layerStates(draft, state), { axis: { kind: 'integer', value: 0 } });
  }
}

function joinStates(draft: GraphDraft): void {
  if (draft.model.layers === 1) return;
  for (const state of statesOf(draft.cell)) {
    const next = `next_${state}`;
    addNode(draft, 'Concat', layerStates(draft, next), [next], { axis: { kind: 'integer', value: 0 } });
  }
}

/** logits = y Wᵀ + b; of labels their sigmoids, too. */
function addHead(draft: GraphDraft, shape: ModelShape, top: string): void {
  const { model, vocabulary, kind } = draft;
  const { classes } = shape;
  const weight = useTensor(
    draft,
    shape.tied
      ? weights('embedding.weight', [vocabulary, model.embedding])
      : weights('head.weight', [classes, model.hidden]),
  );
  const bias = useTensor(draft, weights('head.bias', [classes]));
  if (kind === 'step') {
    addNode(draft, 'Squeeze', [top, useTensor(draft, constants.firstAxis)], ['y']);
    addNode(draft, 'Gemm', ['y', weight, bias], ['logits'], { transB: { kind: 'integer', value: 1 } });
  } else {
    addNode(draft, 'Transpose', [weight], ['head']);
    addNode(draft, 'MatMul', [top, 'head'], ['scores']);
    addNode(draft, 'Add', ['scores', bias], ['logits']);
  }
  if (shape.head === 'sigmoid') addNode(draft, 'Sigmoid', ['logits'], ['probabilities']);
}

/** One operator that goes through the ids with a step model; inside, everything has a name of its own. */
function scanOf(shape: ModelShape, nodes: readonly Node[]): Node {
  const states = statesOf(shape.cell);
  const scores = scoresOf(shape);
  const { inputs, outputs } = valuesOf('step', shape);
  const inside = new Set([...inputs.map(({ name }) => name), ...nodes.flatMap((node) => node.outputs)]);
  const rename = (name: string): string => (inside.has(name) ? `step_${name}` : name);
  const renameValue = (value: Value): Value => ({ ...value, name: rename(value.name) });
  const [ids, ...before] = inputs.map(renameValue);
  const renamed = outputs.map(renameValue);
  const body: Graph = {
    name: 'step',
    note: noteOf('step', shape),
    nodes: nodes.map((node) => ({
      ...node,
      name: rename(node.name),
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    })),
    inputs: [...before, ids],
    outputs: [...renamed.slice(scores.length), ...renamed.slice(0, scores.length)],
  };
  return {
    name: 'Scan_logits',
    operator: 'Scan',
    inputs: [...states, 'ids'],
    outputs: [...states.map((state) => `next_${state}`), ...scores],
    attributes: { body: { kind: 'graph', graph: body }, num_scan_inputs: { kind: 'integer', value: 1 } },
  };
}
