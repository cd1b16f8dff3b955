// One step of layers with layer normalisation, from small operators. Each product is normalised over all G·H numbers of a row (Ba et al.
// 2016, eq. 20-21), then its bias is added:
//
//   a = LN(W x) + b      u = LN(U h') + b'      and the cell's equations over a and u, as in nn/lstm.ts, gru.ts and rnn.ts
//
// Rows are (1, N, G·H), gates in PyTorch's order; matrices are stored transposed, so layer 0 gathers rows of its W where it reads ids.

import { addNode, type Draft, layerState, useTensor } from './draft.ts';
import { constants, gateOrders, transposedWeights, weights } from './tensors.ts';

/** As torch.nn.LayerNorm and the kernels. */
const epsilon = 1e-5;

/** The name of the top layer's outputs (1, N, H). */
export function addNormalizedLayers(draft: Draft): string {
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
  readonly draft: Draft;
  readonly index: number;
}

function addLayer(draft: Draft, index: number, x: string): string {
  const { model, vocabulary } = draft;
  const layer: Layer = { draft, index };
  const width = index > 0 ? model.hidden : model.embedding || vocabulary;
  const before = layerState(draft, 'h', index);
  const input = addProduct(layer, 'ih', width, x, x === 'ids_now');
  const recurrent = addProduct(layer, 'hh', model.hidden, before, false);
  const next = layerState(draft, 'next_h', index);
  switch (model.cell) {
    case 'lstm':
      addLstm(layer, input, recurrent, next);
      break;
    case 'gru':
      addGru(layer, input, recurrent, before, next);
      break;
    case 'rnn':
      addNode(
        draft,
        model.nonlinearity === 'relu' ? 'Relu' : 'Tanh',
        [add(layer, 'Add', 'a', input, recurrent)],
        [next],
      );
      break;
  }
  return next;
}

/** LN(W x) + b, where x is ids if it gathers. */
function addProduct({ draft, index }: Layer, side: 'ih' | 'hh', width: number, x: string, gathers: boolean): string {
  const rows = gateOrders[draft.model.cell].length * draft.model.hidden;
  const vector = (name: string): string => useTensor(draft, weights(`rnn.${name}_l${index}`, [rows]));
  const matrix = useTensor(draft, transposedWeights(`rnn.weight_${side}_l${index}`, [rows, width]));
  const [product, normalized, biased] = ['product', 'normalized', 'gates'].map((name) => `${name}_${side}_l${index}`);
  if (gathers) addNode(draft, 'Gather', [matrix, x], [product]);
  else addNode(draft, 'MatMul', [x, matrix], [product]);
  const affine = [vector(`norm_${side}_gain`), vector(`norm_${side}_bias`)];
  addNode(draft, 'LayerNormalization', [product, ...affine], [normalized], {
    epsilon: { kind: 'float', value: epsilon },
  });
  addNode(draft, 'Add', [normalized, vector(`bias_${side}`)], [biased]);
  return biased;
}

function addLstm(layer: Layer, input: string, recurrent: string, next: string): void {
  const { draft, index } = layer;
  const gates = add(layer, 'Add', 'a', input, recurrent);
  const [i, f, g, o] = split(layer, gates, ['i', 'f', 'g', 'o']);
  const inlet = add(layer, 'Sigmoid', 'sigmoid_i', i);
  const forget = add(layer, 'Sigmoid', 'sigmoid_f', f);
  const outlet = add(layer, 'Sigmoid', 'sigmoid_o', o);
  const kept = add(layer, 'Mul', 'kept', forget, layerState(draft, 'c', index));
  const added = add(layer, 'Mul', 'added', inlet, add(layer, 'Tanh', 'tanh_g', g));
  const cell = layerState(draft, 'next_c', index);
  addNode(draft, 'Add', [kept, added], [cell]);
  addNode(draft, 'Mul', [outlet, add(layer, 'Tanh', 'tanh_c', cell)], [next]);
}

function addGru(layer: Layer, input: string, recurrent: string, before: string, next: string): void {
  const { draft } = layer;
  const one = useTensor(draft, constants.one);
  const [rx, zx, nx] = split(layer, input, ['r_ih', 'z_ih', 'n_ih']);
  const [rh, zh, nh] = split(layer, recurrent, ['r_hh', 'z_hh', 'n_hh']);
  const r = add(layer, 'Sigmoid', 'r', add(layer, 'Add', 'r_sum', rx, rh));
  const z = add(layer, 'Sigmoid', 'z', add(layer, 'Add', 'z_sum', zx, zh));
  const reset = add(layer, 'Mul', 'n_reset', r, nh);
  const n = add(layer, 'Tanh', 'n', add(layer, 'Add', 'n_sum', nx, reset));
  const fresh = add(layer, 'Mul', 'fresh', add(layer, 'Sub', 'fresh_share', one, z), n);
  addNode(draft, 'Add', [fresh, add(layer, 'Mul', 'kept', z, before)], [next]);
}

/** One operator whose result is named for the layer. */
function add({ draft, index }: Layer, operator: string, name: string, ...inputs: readonly string[]): string {
  const output = `${name}_l${index}`;
  addNode(draft, operator, inputs, [output]);
  return output;
}

/** (1, N, G·H) → its gates, (1, N, H) each. */
function split({ draft, index }: Layer, gates: string, names: readonly string[]): string[] {
  const outputs = names.map((name) => `${name}_l${index}`);
  addNode(draft, 'Split', [gates], outputs, { axis: { kind: 'integer', value: 2 } });
  return outputs;
}
