// Layers as ONNX's own operators: https://onnx.ai/onnx/operators/onnx__LSTM.html, __GRU.html, __RNN.html. W (1, G·H, D), R (1, G·H, H),
// B (1, 2·G·H): the input's bias, then the recurrent one. A GRU resets after the product, as PyTorch's does.

import { addNode, type Draft, layerState, statesOf, useTensor } from './draft.ts';
import type { Attribute } from './messages.ts';
import { cellWeights, constants, gateOrders, vocabularySize, weights } from './tensors.ts';

const operators = { lstm: 'LSTM', gru: 'GRU', rnn: 'RNN' } as const;

/** The name of the top layer's outputs: (1, N, H) of a step, (T, N, H) of a sequence. */
export function addStandardLayers(draft: Draft): string {
  let x = addInput(draft);
  for (let layer = 0; layer < draft.model.layers; layer++) x = addLayer(draft, layer, x);
  return x;
}

/** x (T, N, D): rows of the embedding, or one-hot rows where there is none. */
function addInput(draft: Draft): string {
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

function addLayer(draft: Draft, layer: number, x: string): string {
  const { model, vocabulary, kind } = draft;
  const { cell, hidden } = model;
  const rows = gateOrders[cell].length * hidden;
  const width = layer > 0 ? hidden : model.embedding || vocabulary;
  const tensor = (name: string, parameters: readonly string[], shape: readonly number[]): string =>
    useTensor(
      draft,
      cellWeights(
        `rnn.${name}_l${layer}`,
        cell,
        parameters.map((parameter) => `rnn.${parameter}_l${layer}`),
        shape,
      ),
    );
  const w = tensor('W', ['weight_ih'], [1, rows, width]);
  const r = tensor('R', ['weight_hh'], [1, rows, hidden]);
  const b = tensor('B', ['bias_ih', 'bias_hh'], [1, 2 * rows]);
  const before = statesOf(model).map((state) => layerState(draft, state, layer));
  const after = statesOf(model).map((state) => layerState(draft, `next_${state}`, layer));
  // After one step the output is the state itself.
  const all = kind === 'step' ? '' : `outputs_l${layer}`;
  addNode(draft, operators[cell], [x, w, r, b, '', ...before], [all, ...after], attributesOf(draft));
  if (kind === 'step') return after[0];
  // (T, directions, N, H), of which there is one.
  addNode(draft, 'Squeeze', [all, useTensor(draft, constants.secondAxis)], [`y_l${layer}`]);
  return `y_l${layer}`;
}

function attributesOf({ model }: Draft): Readonly<Record<string, Attribute>> {
  const hidden: Attribute = { kind: 'integer', value: model.hidden };
  switch (model.cell) {
    case 'lstm':
      return { hidden_size: hidden };
    case 'gru':
      return { hidden_size: hidden, linear_before_reset: { kind: 'integer', value: 1 } };
    case 'rnn': {
      const activation = model.nonlinearity === 'relu' ? 'Relu' : 'Tanh';
      return { activations: { kind: 'texts', values: [activation] }, hidden_size: hidden };
    }
  }
}
