// What cell the weights in a safetensors file are of. torch.nn's cells are told apart by their number of gates; of any
// other cell the file's metadata has the name, so that its weights are not taken for one of those.

import { CharloomError } from '../../errors.ts';
import { cellOf } from '../../cells/index.ts';
import { cells } from '../../protocol/choices.ts';
import type { CellKind } from '../../protocol/choices.ts';
import type { ModelSettings } from '../../protocol/settings.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';

const torchCells = ['lstm', 'gru', 'rnn'] as const satisfies readonly CellKind[];
type TorchCell = (typeof torchCells)[number];

/** Of a cell of torch.nn; that of the vanilla cell does not depend on what bends it. */
export function torchGates(cell: TorchCell): number {
  return cellOf({ cell, nonlinearity: 'tanh' }).gates.length;
}

const key = 'charloom.cell';

/** The cell of torch.nn that has so many gates. */
export function torchCell(gates: number): CellKind | undefined {
  return torchCells.find((cell) => torchGates(cell) === gates);
}

/** What the metadata of such weights has to say. */
export function cellMetadata(model: ModelSettings): Readonly<Record<string, string>> {
  return torchCell(cellOf(model).gates.length) === model.cell ? {} : { [key]: model.cell };
}

/** The cell that the metadata name; undefined: none. @throws CharloomError 'model-invalid' for one that is not known */
export function namedCell(metadata: ReadonlyMap<string, string>): CellKind | undefined {
  const name = metadata.get(key);
  const cell = cells.find((one) => one === name);
  if (name === undefined || cell !== undefined) return cell;
  throw new CharloomError(
    'model-invalid',
    sentence`Its cell is "${shortened(name)}", which this version of Charloom does not know. Update Charloom.`,
  );
}
