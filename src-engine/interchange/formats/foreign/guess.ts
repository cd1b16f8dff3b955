// Which tensor of somebody else's PyTorch model is which parameter, from names and shapes alone: what a module calls
// itself is up to its author (lstm, rnn, encoder, fc …), what torch.nn.LSTM, GRU and RNN call their tensors is not.
// What cannot be told is said, and the user decides.

import type { MappingProblem, TensorMapping } from '../../../protocol/interchange.ts';
import { sentence } from '../../../protocol/text/sentences.ts';
import type { Sentence } from '../../../protocol/text/sentences.ts';
import { shortened } from '../../../quoting.ts';
import { isTransposedHead, kerasGates, transposedWords } from '../../parts/transposed.ts';
import { isRecurrent, recurrentLayers, UnclearLayers } from './layers.ts';
import type { Layer, Tensors } from './layers.ts';

export interface MappingGuess {
  readonly mapping: TensorMapping;
  readonly notes: readonly Sentence[];
  /** Why the user has to name tensors; null where nothing stands against the mapping so far. */
  readonly problem: MappingProblem | null;
}

/**
 * @param tensors those that may take part in the computation
 * @throws CharloomError 'model-invalid' for a kind of model that Charloom has no cell for
 */
export function guessMapping(tensors: Tensors): MappingGuess {
  const mapping = new Map<string, string>();
  const notes: Sentence[] = [];
  const layers = layersOrProblem(tensors, notes);
  if ('sentence' in layers) return { mapping: {}, notes, problem: layers };
  for (const [index, layer] of layers.entries()) {
    for (const [parameter, name] of layer) mapping.set(`rnn.${parameter}_l${index}`, name);
  }
  const problem = guessTables(tensors, mapping, notes);
  return { mapping: Object.fromEntries(mapping), notes, problem };
}

function layersOrProblem(tensors: Tensors, notes: Sentence[]): readonly Layer[] | MappingProblem {
  try {
    const layers = recurrentLayers(tensors, notes);
    return layers.length > 0 ? layers : noLayers(tensors);
  } catch (error) {
    if (!(error instanceof UnclearLayers)) throw error;
    return { sentence: error.sentence, missing: error.isNameable ? 'rnn.weight_hh_l0' : null, unexplained: [] };
  }
}

function noLayers(tensors: Tensors): MappingProblem {
  const isKeras = [...tensors.keys()].some((name) => /(^|[./_])recurrent_kernel(:0)?$/.test(name));
  return {
    sentence: isKeras
      ? sentence`No tensor is named as torch.nn.LSTM, GRU or RNN names them (weight_ih_l0, …): these are named as Keras names them, whose matrices are transposed. Save the transpose of each under the name that PyTorch gives it, such as weight_ih_l0. ${kerasGates}`
      : sentence`No tensor is named as torch.nn.LSTM, GRU or RNN names them (weight_ih_l0, …): map them by hand.`,
    missing: 'rnn.weight_hh_l0',
    unexplained: [],
  };
}

const embeddingName = /emb|encoder|wte|lookup|char/i;
const headName = /dec|head|fc|lin|out|proj|classif|logit|dense|h2o|hidden2/i;

interface Table {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
}

interface Ends {
  readonly head: Table;
  /** Null where rows are one-hot. */
  readonly embedding: Table | null;
}

/** The embedding and the head: tables with a row for every symbol. */
function guessTables(tensors: Tensors, mapping: Map<string, string>, notes: Sentence[]): MappingProblem | null {
  const hidden = tensors.get(mapping.get('rnn.weight_hh_l0') ?? '')?.shape[1];
  const inputs = tensors.get(mapping.get('rnn.weight_ih_l0') ?? '')?.shape[1];
  const tables = [...tensors].flatMap(([name, { shape }]): Table[] =>
    shape.length === 2 && !isRecurrent(name) ? [{ name, rows: shape[0], columns: shape[1] }] : [],
  );
  const heads = tables.filter(({ columns }) => columns === hidden);
  const ends = best(
    heads.flatMap((head) => endsWith(head, tables, inputs)),
    ({ head, embedding }) =>
      headScore(tensors, head) + (embedding === null ? 0 : 2 * Number(embeddingName.test(embedding.name))),
  );
  if (ends === null) {
    const symbols = [inputs, ...tables.filter(({ columns }) => columns === inputs).map(({ rows }) => rows)];
    const head = tables.find(
      ({ name, rows, columns }) => !embeddingName.test(name) && isTransposedHead([rows, columns], hidden, symbols),
    );
    if (head) return transposedHead(head);
  }
  if (ends === null) return guessTied(tensors, { tables, heads, inputs }, mapping, notes);
  const { head, embedding } = ends;
  if (embedding !== null && !isSure(tensors, head, embedding)) {
    return {
      sentence: sentence`Of "${shortened(head.name)}" and "${shortened(embedding.name)}", which are alike, one is the embedding and one the head. Say which.`,
      missing: 'head.weight',
      unexplained: [],
    };
  }
  mapping.set('head.weight', head.name);
  if (embedding !== null) mapping.set('embedding.weight', embedding.name);
  const bias = biasOf(tensors, head);
  if (bias !== null) mapping.set('head.bias', bias);
  return null;
}

/** What the lowest layer may read where that is the head: rows of an embedding, or one-hot ones. */
function endsWith(head: Table, tables: readonly Table[], inputs: number | undefined): Ends[] {
  const embeddings = tables.filter((table) => table !== head && table.columns === inputs && table.rows === head.rows);
  if (inputs !== head.rows) return embeddings.map((embedding) => ({ head, embedding }));
  // A table as wide as the text has symbols may be anything; it is an embedding where it says so.
  const named = embeddings.filter(({ name }) => embeddingName.test(name));
  return named.length > 0 ? named.map((embedding) => ({ head, embedding })) : [{ head, embedding: null }];
}

/** Where a head has no embedding beside it: tied to it, or something stands between the layers and the scores. */
function guessTied(
  tensors: Tensors,
  {
    tables,
    heads,
    inputs,
  }: { readonly tables: readonly Table[]; readonly heads: readonly Table[]; readonly inputs: number | undefined },
  mapping: Map<string, string>,
  notes: Sentence[],
): MappingProblem | null {
  for (const lower of heads) {
    const hasSymbols = ({ rows }: Table): boolean =>
      rows === inputs || tables.some((table) => table.rows === rows && table.columns === inputs);
    const upper = tables.find(
      (table) => table !== lower && table.columns === lower.rows && (hasSymbols(table) || headName.test(table.name)),
    );
    if (upper) return twoLayers(lower, upper);
  }
  const head = best(heads, (table) => headScore(tensors, table));
  if (!head) {
    notes.push(
      sentence`Which tensor turns the last layer into scores (nn.Linear, a row for every character) cannot be told.`,
    );
    return null;
  }
  mapping.set('head.weight', head.name);
  if (inputs !== head.columns) {
    const bias = biasOf(tensors, head);
    if (bias !== null) mapping.set('head.bias', bias);
    notes.push(sentence`Which tensor is the embedding (nn.Embedding, a row for every character) cannot be told.`);
    return null;
  }
  mapping.set('embedding.weight', head.name);
  notes.push(
    sentence`Only "${shortened(head.name)}" has a row for every character: it is taken for both the embedding and the head (tied).`,
  );
  const bias = biasOf(tensors, head) ?? lonelyBias(tensors, head);
  if (bias !== null) mapping.set('head.bias', bias);
  return null;
}

function twoLayers(lower: Table, upper: Table): MappingProblem {
  return {
    sentence: sentence`Its head has two layers, "${shortened(lower.name)}" (${lower.rows} × ${lower.columns}) and "${shortened(upper.name)}" (${upper.rows} × ${upper.columns}), and a Charloom model has one: train it anew with one.`,
    missing: null,
    unexplained: [],
  };
}

function transposedHead({ name, rows, columns }: Table): MappingProblem {
  return { sentence: transposedWords(name, [rows, columns]), missing: null, unexplained: [] };
}

function headScore(tensors: Tensors, table: Table): number {
  const named = Number(headName.test(table.name)) - Number(embeddingName.test(table.name));
  return 2 * named + (biasOf(tensors, table) === null ? 0 : 1);
}

/** By their names, or as an embedding never has a bias. */
function isSure(tensors: Tensors, head: Table, embedding: Table): boolean {
  if (head.columns !== embedding.columns) return true;
  if (headName.test(head.name) !== headName.test(embedding.name)) return headName.test(head.name);
  if (embeddingName.test(embedding.name) !== embeddingName.test(head.name)) return embeddingName.test(embedding.name);
  return biasOf(tensors, head) !== null && biasOf(tensors, embedding) === null;
}

function biasOf(tensors: Tensors, { name, rows }: Table): string | null {
  const bias = name.replace(/(^|\.)weight$/, '$1bias');
  return bias !== name && tensors.get(bias)?.shape.join() === String(rows) ? bias : null;
}

/** Of a tied head, whose weight is not saved twice: the only bias of a head whose weight is not there. */
function lonelyBias(tensors: Tensors, { rows }: Table): string | null {
  const found = [...tensors].filter(
    ([name, { shape }]) =>
      shape.length === 1 &&
      shape[0] === rows &&
      !isRecurrent(name) &&
      /(^|\.)bias$/.test(name) &&
      !tensors.has(name.replace(/bias$/, 'weight')),
  );
  const [only, ...others] = found.map(([name]) => name);
  return only !== undefined && others.length === 0 && headName.test(only) ? only : null;
}

function best<Item>(items: readonly Item[], score: (item: Item) => number): Item | null {
  return items.reduce<Item | null>(
    (found, item) => (found === null || score(item) > score(found) ? item : found),
    null,
  );
}
