// The parameters of a model for another set of symbols. What a symbol has learned goes with it: its row of the
// embedding (or its column of the input weights) and its row of the head. A new symbol begins as the mean of all old
// ones, which knows nothing of it but disturbs the others least (Hewitt 2021, "Initializing New Word Embeddings"); one
// that is gone is left out. Everything between, the recurrent layers, is the same.

import { fillParameter, parameterNamed, readParameter } from './parameters.ts';
import type { Parameter, ParameterLayout } from './parameters.ts';
import type { ModelShape } from './shape.ts';

export interface SymbolSet {
  readonly shape: ModelShape;
  readonly layout: ParameterLayout;
  /** In the order of their ids. */
  readonly symbols: readonly string[];
}

type Block = Float32Array<ArrayBuffer>;

/** The block of the new layout; shapes must agree but for the vocabulary. */
export function changeSymbols(block: Block, from: SymbolSet, to: SymbolSet): Block {
  const changed = new Float32Array(to.layout.size);
  const ids = new Map(from.symbols.map((symbol, id) => [symbol, id]));
  const oldIds = to.symbols.map((symbol) => ids.get(symbol) ?? null);
  for (const parameter of to.layout.parameters) {
    if (parameter.alias) continue;
    const old = parameterNamed(from.layout, parameter.name);
    const values = readParameter(block, 0, old);
    fillParameter(changed, 0, parameter, valueOf(parameter, old, values, oldIds, symbolAxis(parameter, to.shape)));
  }
  return changed;
}

/** Along which axis a parameter's symbols lie; null: it knows nothing of symbols. */
function symbolAxis({ name }: Parameter, { embedding, head }: ModelShape): 'rows' | 'columns' | null {
  if (name === 'embedding.weight') return 'rows';
  if (name === 'rnn.weight_ih_l0' && embedding === 0) return 'columns';
  return head === 'softmax' && name.startsWith('head.') ? 'rows' : null;
}

/** The new value of each number, asked in PyTorch's order. */
function valueOf(
  { shape: [, columns = 1] }: Parameter,
  { shape: [oldRows, oldColumns = 1] }: Parameter,
  values: Float64Array,
  oldIds: readonly (number | null)[],
  axis: 'rows' | 'columns' | null,
): (index: number) => number {
  switch (axis) {
    case null:
      return (index) => values[index];
    case 'rows': {
      const means = Array.from({ length: columns }, (_, column) => meanOf(values, oldRows, oldColumns, column));
      return (index) => {
        const old = oldIds[Math.floor(index / columns)];
        return old === null ? means[index % columns] : values[old * oldColumns + (index % columns)];
      };
    }
    case 'columns': {
      const means = Array.from({ length: oldRows }, (_, row) => meanOf(values, oldColumns, 1, row * oldColumns));
      return (index) => {
        const row = Math.floor(index / columns);
        const old = oldIds[index % columns];
        return old === null ? means[row] : values[row * oldColumns + old];
      };
    }
  }
}

function meanOf(values: Float64Array, count: number, stride: number, start: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[start + index * stride];
  return sum / count;
}
