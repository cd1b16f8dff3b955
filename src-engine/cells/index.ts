// The recurrent cells, one file a kind. This is where a new one is registered.

import { cells, nonlinearities } from '../protocol/choices.ts';
import type { CellKind, Nonlinearity } from '../protocol/choices.ts';
import type { ModelSettings } from '../protocol/settings.ts';
import type { Cell, CellStep } from './cell.ts';
import { cifg } from './cifg.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { vanillaRnn } from './rnn.ts';

const makers: Readonly<Record<CellKind, (nonlinearity: Nonlinearity) => Cell>> = {
  lstm: () => lstm,
  cifg: () => cifg,
  gru: () => gru,
  rnn: vanillaRnn,
};

export function cellOf({ cell, nonlinearity }: Pick<ModelSettings, 'cell' | 'nonlinearity'>): Cell {
  return makers[cell](nonlinearity);
}

const all = nonlinearities.flatMap((nonlinearity) => cells.map((cell) => ({ cell, nonlinearity })));

/** The cell of each step that is a kernel. */
export const cellWithStep = Object.fromEntries(all.map((kind) => [cellOf(kind).step, cellOf(kind)])) as Readonly<
  Record<CellStep, Cell>
>;

/** Since which version of stored settings each cell is there. */
export const cellSince = Object.fromEntries(all.map((kind) => [kind.cell, cellOf(kind).since])) as Readonly<
  Record<CellKind, number>
>;
