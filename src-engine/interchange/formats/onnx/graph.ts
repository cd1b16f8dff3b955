// The graph of a model: which operators read which tensors. A step model reads one id a stream, a sequence model T of them:
//
//   step      ids (N), h (layers, N, H)[, c alike]     →  logits (N, V), next_h[, next_c]
//   sequence  ids (T, N), h (layers, N, H)[, c alike]  →  logits (T, N, V), next_h[, next_c]
//
// Cells are standard operators where there is one (standard-cell.ts). These know no layer normalisation: with it, and for other
// cells, a step is put together from small operators (composed-cell.ts), and a sequence is that step in a Scan.

import { statesOf } from '../../../nn/cell.ts';
import { cellOf } from '../../../nn/shape.ts';
import type { ModelSettings } from '../../../protocol/settings.ts';
import { addComposedLayers } from './composed-cell.ts';
import { addNode, layerState, useTensor } from './draft.ts';
import type { Draft, GraphKind } from './draft.ts';
import type { Graph, Node, Tensor, Value } from './messages.ts';
import { addStandardLayers, standardOf } from './standard-cell.ts';
import { constants, weights } from './tensors.ts';
import type { Source } from './tensors.ts';

export interface WholeGraph extends Graph {
  readonly tensors: readonly Tensor<Source>[];
}

/** The graph of a model of these settings with V symbols: the same settings give the same graph. */
export function graphOf(kind: GraphKind, model: ModelSettings, vocabulary: number): WholeGraph {
  const standard = standardOf(model);
  const inside = standard === null ? 'step' : kind;
  const draft: Draft = { model, cell: cellOf(model), vocabulary, kind: inside, nodes: [], tensors: [] };
  splitStates(draft);
  const top = standard === null ? addComposedLayers(draft) : addStandardLayers(draft, standard);
  joinStates(draft);
  addHead(draft, top);
  const { tensors, nodes } = draft;
  const note = notes[kind];
  const whole = { tensors, note, name: kind, ...valuesOf(kind, model, vocabulary) };
  if (inside === kind) return { ...whole, nodes };
  return { ...whole, nodes: [scanOf(model, vocabulary, nodes)] };
}

const notes: Readonly<Record<GraphKind, string>> = {
  step: 'Reads one id of each stream and the states before it; gives the logits of the next symbol and the states after it.',
  sequence:
    'Reads ids, time first, and the states before them; gives the logits after every id and the states at the end.',
};

function valuesOf(kind: GraphKind, model: ModelSettings, vocabulary: number): Pick<Graph, 'inputs' | 'outputs'> {
  const time = kind === 'step' ? [] : ['T'];
  const states = statesOf(cellOf(model));
  const state = (name: string): Value => ({ name, type: 'float32', shape: [model.layers, 'N', model.hidden] });
  return {
    inputs: [{ name: 'ids', type: 'int64', shape: [...time, 'N'] }, ...states.map(state)],
    outputs: [
      { name: 'logits', type: 'float32', shape: [...time, 'N', vocabulary] },
      ...states.map((name) => state(`next_${name}`)),
    ],
  };
}

function layerStates(draft: Draft, state: string): string[] {
  return Array.from({ length: draft.model.layers }, (_, layer) => layerState(draft, state, layer));
}

function splitStates(draft: Draft): void {
  if (draft.model.layers === 1) return;
  for (const state of statesOf(draft.cell)) {
    addNode(draft, 'Split', [state], layerStates(draft, state), { axis: { kind: 'integer', value: 0 } });
  }
}

function joinStates(draft: Draft): void {
  if (draft.model.layers === 1) return;
  for (const state of statesOf(draft.cell)) {
    const next = `next_${state}`;
    addNode(draft, 'Concat', layerStates(draft, next), [next], { axis: { kind: 'integer', value: 0 } });
  }
}

/** logits = y Wᵀ + b. */
function addHead(draft: Draft, top: string): void {
  const { model, vocabulary, kind } = draft;
  const weight = useTensor(
    draft,
    model.tieWeights
      ? weights('embedding.weight', [vocabulary, model.embedding])
      : weights('head.weight', [vocabulary, model.hidden]),
  );
  const bias = useTensor(draft, weights('head.bias', [vocabulary]));
  if (kind === 'step') {
    addNode(draft, 'Squeeze', [top, useTensor(draft, constants.firstAxis)], ['y']);
    addNode(draft, 'Gemm', ['y', weight, bias], ['logits'], { transB: { kind: 'integer', value: 1 } });
  } else {
    addNode(draft, 'Transpose', [weight], ['head']);
    addNode(draft, 'MatMul', [top, 'head'], ['scores']);
    addNode(draft, 'Add', ['scores', bias], ['logits']);
  }
}

/** One operator that goes through the ids with a step model; inside, everything has a name of its own. */
function scanOf(model: ModelSettings, vocabulary: number, nodes: readonly Node[]): Node {
  const states = statesOf(cellOf(model));
  const { inputs, outputs } = valuesOf('step', model, vocabulary);
  const inside = new Set([...inputs.map(({ name }) => name), ...nodes.flatMap((node) => node.outputs)]);
  const rename = (name: string): string => (inside.has(name) ? `step_${name}` : name);
  const renameValue = (value: Value): Value => ({ ...value, name: rename(value.name) });
  const [ids, ...before] = inputs.map(renameValue);
  const [logits, ...after] = outputs.map(renameValue);
  const body: Graph = {
    name: 'step',
    note: notes.step,
    nodes: nodes.map((node) => ({
      ...node,
      name: rename(node.name),
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    })),
    inputs: [...before, ids],
    outputs: [...after, logits],
  };
  return {
    name: 'Scan_logits',
    operator: 'Scan',
    inputs: [...states, 'ids'],
    outputs: [...states.map((state) => `next_${state}`), 'logits'],
    attributes: { body: { kind: 'graph', graph: body }, num_scan_inputs: { kind: 'integer', value: 1 } },
  };
}
