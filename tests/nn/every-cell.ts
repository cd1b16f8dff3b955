// Every cell there is, by name: what goes through all of them goes through a new one by itself.

import { cells, nonlinearities } from '../../src-engine/protocol/choices.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';

type CellSettings = Pick<ModelSettings, 'cell' | 'nonlinearity'>;

const kinds: readonly CellSettings[] = cells.flatMap((cell) =>
  (cell === 'rnn' ? nonlinearities : (['tanh'] as const)).map((nonlinearity) => ({ cell, nonlinearity })),
);

/** The vanilla cell once with each nonlinearity: 'rnn tanh', 'rnn relu'. */
export const everyCell: Readonly<Record<string, CellSettings>> = Object.fromEntries(
  kinds.map((kind) => [kind.cell === 'rnn' ? `${kind.cell} ${kind.nonlinearity}` : kind.cell, kind]),
);
