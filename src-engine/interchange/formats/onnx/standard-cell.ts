// Layers as ONNX's own operators: https://onnx.ai/onnx/operators/onnx__LSTM.html, __GRU.html, __RNN.html. W (1, G·H,
// D), R (1, G·H, H), B (1, 2·G·H): the input's bias, then the recurrent one. A GRU resets after the product, as
// PyTorch's does.

import { statesOf } from '../../../cells/cell.ts';
import type { CellKind } from '../../../protocol/choices.ts';
import type { ModelSettings } from '../../../protocol/settings.ts';
import { addNode, layerState, useTensor } from './draft.ts';
import type { GraphDraft } from './draft.ts';
import type { Attribute } from './messages.ts';
import { onnxOperators } from './operators.ts';
import { cellWeights, constants, vocabularySize, weights } from './tensors.ts';

interface Standard {
  readonly operator: string;
  /** The gates in ONNX's order, which calls g of the LSTM c, and n of the GRU h. */
  readonly gates: readonly string[];
  readonly attributes?: (model: ModelSettings) => Readonly<Record<string, Attribute>>;
}

/** Cells that ONNX has an operator for; the others are composed. */
const standards: Readonly<Partial<Record<CellKind, Standard>>> = {
  lstm: { operator: 'LSTM', gates: ['i', 'o', 'f', 'g'] },
  gru: {
    operator: 'GRU',
    gates: ['z', 'r', 'n'],
    attributes: () => ({ linear_before_reset: { kind: 'integer', value: 1 } }),
  },
  rnn: {
    operator: 'RNN',
    gates: ['a'],
    attributes: ({ nonlinearity }) => ({
      activations: { kind: 'texts', values: [onnxOperators[nonlinearity]] },
    }),
  },
};

/** The operator of such a model's layers; null where they have to be put together from smaller ones. */
export function standardOf(model: ModelSettings): Standard | null {
  return model.layerNorm ? null : (standards[model.cell] ?? null);
}

/** The name of the top layer's outputs: (1, N, H) of a step, (T, N, H) of a sequence. */
export function addStandardLayers(draft: GraphDraft, standard: Standard): string {
  let x = addInput(draft);
  for (let layer = 0; layer < draft.model.layers; layer++) x = addLayer(draft, standard, layer, x);
  return x;
}

/** x (T, N, D): rows of the embedding, or one-hot rows where there is none. */
function addInput(draft: GraphDraft): string {
  const { model, vocabulary, kind } = draft;
  if (kind === 'step') addNode(draft, 'Unsqueeze', ['ids', useTensor(draft, constants.firstAxis)], ['ids_now']);
  const ids = kind === 'step' ? 'ids_now' : 'ids';
  if (model.embedding > 0) {
    const table = useTensor(draft, weights('embedding.weight', [vocabulary, model.embedding]));
    addNode(draft, 'Gather', [table, ids], ['x']);
  } else {
    const sizeAndValues = [vocabularySize(vocabulary), constants.offAndOn].map((tensor) => useTensor(draft, tensor));
    addNode(draft, 'OneHot', [ids, ...sizeAndValues], ['x']);
  }
  return 'x';
}

function addLayer(draft: GraphDraft, { operator, gates, attributes }: Standard, layer: number, x: string): string {
  const { model, vocabulary, kind, cell } = draft;
  const { hidden } = model;
  const rows = gates.length * hidden;
  const order = gates.map((gate) => cell.gates.indexOf(gate));
  const width = layer > 0 ? hidden : model.embedding || vocabulary;
  const tensor = (name: string, parameters: readonly string[], shape: readonly number[]): string =>
    useTensor(
      draft,
      cellWeights(
        `rnn.${name}_l${layer}`,
        order,
        parameters.map((parameter) => `rnn.${parameter}_l${layer}`),
        shape,
      ),
    );
  const w = tensor('W', ['weight_ih'], [1, rows, width]);
  const r = tensor('R', ['weight_hh'], [1, rows, hidden]);
  const b = tensor('B', ['bias_ih', 'bias_hh'], [1, 2 * rows]);
  const before = statesOf(cell).map((state) => layerState(draft, state, layer));
  const after = statesOf(cell).map((state) => layerState(draft, `next_${state}`, layer));
  // After one step the output is the state itself.
  const all = kind === 'step' ? '' : `outputs_l${layer}`;
  addNode(draft, operator, [x, w, r, b, '', ...before], [all, ...after], {
    hidden_size: { kind: 'integer', value: hidden },
    ...attributes?.(model),
  });
  if (kind === 'step') return after[0];
  // (T, directions, N, H), of which there is one.
  addNode(draft, 'Squeeze', [all, useTensor(draft, constants.secondAxis)], [`y_l${layer}`]);
  return `y_l${layer}`;
}
