// Which tensor of somebody else's PyTorch model is which parameter, from names and shapes alone: what a module calls itself is up to
// its author (lstm, rnn, encoder, fc …), what torch.nn.LSTM, GRU and RNN call their tensors is not. What cannot be told is said in
// notes, and the user decides.

import { CharloomError } from '../errors.ts';
import type { TensorMapping } from '../protocol/interchange.ts';
import type { TensorPlace } from './safetensors.ts';

export interface Guess {
  readonly mapping: TensorMapping;
  /** Each a sentence. */
  readonly notes: readonly string[];
}

type Tensors = ReadonlyMap<string, TensorPlace>;

/** Of one layer: parameter, such as 'weight_ih', → name in the file. */
type Layer = ReadonlyMap<string, string>;

/** As many as settings may have. */
export const mostLayers = 8;

/** Names in a note. */
const mostNamed = 6;

/** @throws CharloomError 'model-invalid' for a kind of model that Charloom has no cell for */
export function guessMapping(tensors: Tensors): Guess {
  refuseUnknownKinds(tensors);
  const mapping = new Map<string, string>();
  const notes: string[] = [];
  const layers = recurrentLayers(tensors, notes);
  if (layers.length > mostLayers) {
    throw new CharloomError(
      'model-invalid',
      `It has ${layers.length} recurrent layers, and Charloom holds ${mostLayers} at most: train it anew with fewer.`,
    );
  }
  for (const [index, layer] of layers.entries()) {
    for (const [parameter, name] of layer) mapping.set(`rnn.${parameter}_l${index}`, name);
  }
  if (layers.length === 0) {
    notes.push('No tensor is named as torch.nn.LSTM, GRU or RNN names them (weight_ih_l0, …): say which is which.');
  }
  guessTables(tensors, mapping, notes);
  noteBiases(layers, mapping, notes);
  noteRest(tensors, mapping, notes);
  return { mapping: Object.fromEntries(mapping), notes };
}

function refuseUnknownKinds(tensors: Tensors): void {
  const names = [...tensors.keys()];
  const kinds: readonly (readonly [RegExp, string])[] = [
    [
      /(^|\.)(weight|bias)_(ih|hh)_l\d+_reverse$/,
      'It reads its text in both directions, and what writes text cannot know what follows.',
    ],
    [/(^|\.)weight_hr_l\d+$/, 'Its LSTM projects its state (proj_size), which Charloom has no cell for.'],
  ];
  for (const [pattern, what] of kinds) {
    if (names.some((name) => pattern.test(name))) {
      throw new CharloomError('model-invalid', `${what.slice(0, -1)}: train it anew as a plain nn.LSTM, GRU or RNN.`);
    }
  }
}

const recurrentName = /^(?:(.*)\.)?((?:weight|bias)_(?:ih|hh)|norm_(?:ih|hh)_(?:gain|bias))(?:_l(\d{1,3}))?$/;

/** The layers from the lowest to the highest; those of several modules stand on each other where their widths allow it. */
function recurrentLayers(tensors: Tensors, notes: string[]): readonly Layer[] {
  const modules = new Map<string, Map<number, Map<string, string>>>();
  for (const name of tensors.keys()) {
    const [, prefix = '', parameter, index = '0'] = recurrentName.exec(name) ?? [];
    if (parameter === undefined) continue;
    const module = modules.get(prefix) ?? new Map<number, Map<string, string>>();
    const layer = module.get(Number(index)) ?? new Map<string, string>();
    modules.set(prefix, module.set(Number(index), layer.set(parameter, name)));
  }
  const stacks = [...modules.entries()]
    .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
    .map(([prefix, module]) => ({
      prefix,
      layers: [...module.entries()].sort(([one], [other]) => one - other).map(([, layer]) => layer),
    }));
  const [first, ...others] = stacks;
  if (!first) return [];
  const layers: Layer[] = [...first.layers];
  for (const { prefix, layers: upper } of others) {
    if (standsOn(tensors, layers.at(-1), upper[0])) layers.push(...upper);
    else notes.push(`Only one recurrent part can be read: "${first.prefix}" is taken, "${prefix}" is left out.`);
  }
  if (others.length > 0 && layers.length > first.layers.length) {
    notes.push(`Several recurrent modules are taken as layers in the order of their names; check it.`);
  }
  return layers;
}

function standsOn(tensors: Tensors, lower: Layer | undefined, upper: Layer | undefined): boolean {
  const shapeOf = (layer: Layer | undefined, parameter: string) => tensors.get(layer?.get(parameter) ?? '')?.shape;
  const below = shapeOf(lower, 'weight_hh');
  const above = shapeOf(upper, 'weight_hh');
  const input = shapeOf(upper, 'weight_ih');
  return below !== undefined && below.join() === above?.join() && input?.[1] === below[1];
}

const embeddingName = /emb|encoder|wte|lookup|char/i;
const headName = /dec|head|fc|lin|out|proj|classif|logit|dense|h2o|hidden2/i;

interface Table {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
}

/** The embedding and the head: tables with a row for every symbol. */
function guessTables(tensors: Tensors, mapping: Map<string, string>, notes: string[]): void {
  const hidden = tensors.get(mapping.get('rnn.weight_hh_l0') ?? '')?.shape[1];
  const inputs = tensors.get(mapping.get('rnn.weight_ih_l0') ?? '')?.shape[1];
  const tables = [...tensors].flatMap(([name, { shape }]): Table[] =>
    shape.length === 2 && !recurrentName.test(name) ? [{ name, rows: shape[0], columns: shape[1] }] : [],
  );
  const heads = tables.filter(({ columns }) => hidden === undefined || columns === hidden);
  const head = best(heads, (table) => headScore(tensors, table));
  const others = tables.filter(
    (table) =>
      table !== head && (inputs === undefined || table.columns === inputs) && (!head || table.rows === head.rows),
  );
  // A table as wide as the text has symbols may be anything; it is an embedding where it says so.
  const isOneHot = head !== null && inputs === head.rows;
  const embedding = best(
    others.filter(({ name }) => !isOneHot || embeddingName.test(name)),
    ({ name }) => Number(embeddingName.test(name)),
  );
  if (head) {
    mapping.set('head.weight', head.name);
    const bias = biasOf(tensors, head);
    if (bias !== null) mapping.set('head.bias', bias);
  } else {
    notes.push('Which tensor turns the last layer into scores (nn.Linear, a row for every character) cannot be told.');
  }
  if (embedding) {
    mapping.set('embedding.weight', embedding.name);
    const isSure = !head || embeddingName.test(embedding.name) || headName.test(head.name);
    if (!isSure)
      notes.push(`"${embedding.name}" is taken for the embedding and "${head.name}" for the head; check it.`);
  } else if (head && !isOneHot && inputs === head.columns) {
    mapping.set('embedding.weight', head.name);
    notes.push(
      `Only "${head.name}" has a row for every character: it is taken for both the embedding and the head (tied).`,
    );
  } else if (head && !isOneHot) {
    notes.push('Which tensor is the embedding (nn.Embedding, a row for every character) cannot be told.');
  }
}

function headScore(tensors: Tensors, table: Table): number {
  const named = Number(headName.test(table.name)) - Number(embeddingName.test(table.name));
  return 2 * named + (biasOf(tensors, table) === null ? 0 : 1);
}

function biasOf(tensors: Tensors, { name, rows }: Table): string | null {
  const bias = name.replace(/(^|\.)weight$/, '$1bias');
  return bias !== name && tensors.get(bias)?.shape.join() === String(rows) ? bias : null;
}

function best<Item>(items: readonly Item[], score: (item: Item) => number): Item | null {
  return items.reduce<Item | null>(
    (found, item) => (found === null || score(item) > score(found) ? item : found),
    null,
  );
}

function noteBiases(layers: readonly Layer[], mapping: ReadonlyMap<string, string>, notes: string[]): void {
  const lacks = layers.some((layer) => !layer.has('bias_ih') || !layer.has('bias_hh'));
  if (lacks) notes.push('Its recurrent layers have no biases, or not all: those are taken as zero.');
  if (mapping.has('head.weight') && !mapping.has('head.bias')) notes.push('Its head has no bias: it is taken as zero.');
}

function noteRest(tensors: Tensors, mapping: ReadonlyMap<string, string>, notes: string[]): void {
  const used = new Set(mapping.values());
  const rest = [...tensors.keys()].filter((name) => !used.has(name));
  if (rest.length === 0) return;
  const named = rest.slice(0, mostNamed).map((name) => `"${name.slice(0, 60)}"`);
  const more = rest.length > mostNamed ? ` and ${rest.length - mostNamed} more` : '';
  notes.push(`Not used: ${named.join(', ')}${more}. If the model computes with them, it will answer differently here.`);
}
