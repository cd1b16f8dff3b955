// One step of layers from small operators: with layer normalisation, and of cells that ONNX has no operator for. A
// cell's equations (cells/lstm.ts and so on) are read over a and u, each product with its bias; with layer
// normalisation each is normalised over all G·H numbers of a row before that (Ba et al. 2016, eq. 20-21):
//
//   a = LN(W x) + b      u = LN(U h') + b'
//
// Rows are (1, N, G·H), gates in the engine's order; matrices are stored transposed, so layer 0 gathers rows of its W
// where it reads ids.

import { normEpsilon } from '../../../cells/layer-norm.ts';
import { addNode, layerState, useTensor } from './draft.ts';
import type { GraphDraft } from './draft.ts';
import { onnxOperators } from './operators.ts';
import { constants, transposedWeights, weights } from './tensors.ts';

/** The name of the top layer's outputs (1, N, H). */
export function addComposedLayers(draft: GraphDraft): string {
  const { model, vocabulary } = draft;
  addNode(draft, 'Unsqueeze', ['ids', useTensor(draft, constants.firstAxis)], ['ids_now']);
  let x = 'ids_now';
  if (model.embedding > 0) {
    const table = useTensor(draft, weights('embedding.weight', [vocabulary, model.embedding]));
    addNode(draft, 'Gather', [table, 'ids_now'], ['x']);
    x = 'x';
  }
  for (let layer = 0; layer < model.layers; layer++) x = addLayer(draft, layer, x);
  return x;
}

interface Layer {
  readonly draft: GraphDraft;
  readonly index: number;
}

function addLayer(draft: GraphDraft, index: number, x: string): string {
  const { model, vocabulary, cell } = draft;
  const layer: Layer = { draft, index };
  const width = index > 0 ? model.hidden : model.embedding || vocabulary;
  const input = addProduct(layer, 'ih', width, x, x === 'ids_now');
  const recurrent = addProduct(layer, 'hh', model.hidden, layerState(draft, 'h', index), false);
  if (cell.separate) {
    split(layer, input, '_ih');
    split(layer, recurrent, '_hh');
  } else {
    addNode(draft, 'Add', [input, recurrent], [`a_l${index}`]);
    // The only gate of a cell is that sum itself.
    if (cell.gates.length > 1) split(layer, `a_l${index}`, '');
  }
  for (const [result, operator, ...operands] of cell.equations) {
    const inputs = operands.map((operand) => nameOf(layer, operand));
    addNode(draft, onnxOperators[operator], inputs, [nameOf(layer, result)]);
  }
  return layerState(draft, 'next_h', index);
}

/** W x + b, or LN(W x) + b, where x is ids if it gathers. */
function addProduct({ draft, index }: Layer, side: 'ih' | 'hh', width: number, x: string, gathers: boolean): string {
  const rows = draft.cell.gates.length * draft.model.hidden;
  const vector = (name: string): string => useTensor(draft, weights(`rnn.${name}_l${index}`, [rows]));
  const matrix = useTensor(draft, transposedWeights(`rnn.weight_${side}_l${index}`, [rows, width]));
  const [product, normalized, biased] = ['product', 'normalized', 'gates'].map((name) => `${name}_${side}_l${index}`);
  if (gathers) addNode(draft, 'Gather', [matrix, x], [product]);
  else addNode(draft, 'MatMul', [x, matrix], [product]);
  if (draft.model.layerNorm) {
    const affine = [vector(`norm_${side}_gain`), vector(`norm_${side}_bias`)];
    addNode(draft, 'LayerNormalization', [product, ...affine], [normalized], {
      epsilon: { kind: 'float', value: normEpsilon },
    });
  }
  addNode(draft, 'Add', [draft.model.layerNorm ? normalized : product, vector(`bias_${side}`)], [biased]);
  return biased;
}

/** (1, N, G·H) → the gates, (1, N, H) each. */
function split({ draft, index }: Layer, gates: string, side: string): void {
  const outputs = draft.cell.gates.map((gate) => `${gate}${side}_l${index}`);
  addNode(draft, 'Split', [gates], outputs, { axis: { kind: 'integer', value: 2 } });
}

/** What an equation's name is called in the graph. */
function nameOf({ draft, index }: Layer, name: string): string {
  if (name === '1') return useTensor(draft, constants.one);
  return /^(next_)?[hc]$/.test(name) ? layerState(draft, name, index) : `${name}_l${index}`;
}
