// The cells in Python, for models and jobs that leave for PyTorch: a part of each script, written out of the records in
// src-engine/cells/.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { statesOf } from '../../src-engine/cells/cell.ts';
import { cellOf } from '../../src-engine/cells/index.ts';
import { cells, nonlinearities } from '../../src-engine/protocol/choices.ts';
import { root } from '../setup/paths.mjs';

const begin = '# --- Cells, made by npm run docs ---\n';
const end = '# --- End of the cells ---\n';

/** The scripts, as paths in the repository, with what writes each: itself, with its cells anew. */
export const scriptsWithCells = Object.fromEntries(
  ['safetensors/model.py', 'pytorch-job/train.py'].map((name) => {
    const file = `src-engine/interchange/formats/${name}`;
    return [file, () => withCells(readFileSync(join(root, file), 'utf8'))];
  }),
);

function withCells(script) {
  const [before, after] = [script.indexOf(begin), script.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`A script has no place for its cells: ${begin.trim()}`);
  return script.slice(0, before + begin.length) + cellsInPython() + script.slice(after);
}

/** Every cell under the name that a model's settings make: of the vanilla one, a cell for each nonlinearity. */
const kinds = cells.flatMap((kind) =>
  kind === 'rnn' ? nonlinearities.map((nonlinearity) => ({ kind, nonlinearity })) : [{ kind, nonlinearity: 'tanh' }],
);

function cellsInPython() {
  const all = kinds.map(({ kind, nonlinearity }) => {
    const isVanilla = kind === 'rnn';
    return {
      name: isVanilla ? `rnn ${nonlinearity}` : kind,
      step: isVanilla ? `rnn_${nonlinearity}_step` : `${kind}_step`,
      layer: isVanilla
        ? `partial(nn.RNN, nonlinearity="${nonlinearity}")`
        : `getattr(nn, "${kind.toUpperCase()}", None)`,
      cell: cellOf({ cell: kind, nonlinearity }),
    };
  });
  return `
# h, or h and c.
State = tuple[Tensor, ...]


class Cell(NamedTuple):
    gates: int
    states: tuple[str, ...]
    """What its state consists of."""
    step: Callable[[Tensor, Tensor, State], State]
    """The input and the recurrent product with their biases (N, G*H), and the state before, (N, H) each → after."""
    layer: Callable[..., nn.Module] | None
    """torch.nn's, of sizes (inputs, hidden, layers); None where it has none."""


${all.map(stepInPython).join('\n\n')}

CELLS = {
${all
  .map(({ name, step, layer, cell }) => {
    return `    "${name}": Cell(${cell.gates.length}, ${tuple(statesOf(cell).map((state) => `"${state}"`))}, ${step}, ${layer}),\n`;
  })
  .join('')}}


def cell_of(settings: dict[str, Any]) -> Cell:
    kind = settings["cell"]
    return CELLS[f"rnn {settings['nonlinearity']}" if kind == "rnn" else kind]


`;
}

function stepInPython({ step, cell }) {
  const states = statesOf(cell);
  const read = new Set(cell.equations.flatMap(([, , ...operands]) => operands));
  const lines = [
    ...(states.some((state) => read.has(state))
      ? [`${targets(states.map((state) => (read.has(state) ? state : `_${state}`)))} = state`]
      : []),
    ...(cell.separate
      ? [gatesOf(cell, 'from_input', '_ih'), gatesOf(cell, 'from_hidden', '_hh')]
      : [gatesOf(cell, '(from_input + from_hidden)', '')]),
    ...cell.equations.map(([result, ...operation]) => `${result} = ${inPython(operation)}`),
    `return ${targets(states.map((state) => `next_${state}`))}`,
  ];
  return `def ${step}(from_input: Tensor, from_hidden: Tensor, state: State) -> State:
${lines.map((line) => `    ${line}\n`).join('')}`;
}

function gatesOf({ gates }, product, ending) {
  const names = gates.map((gate) => gate + ending);
  return gates.length === 1
    ? `${names[0]} = ${product.replace(/[()]/g, '')}`
    : `${names.join(', ')} = ${product}.chunk(${gates.length}, dim=-1)`;
}

const signs = { add: '+', subtract: '-', multiply: '*' };

function inPython([operator, ...operands]) {
  return operator in signs ? operands.join(` ${signs[operator]} `) : `${operands[0]}.${operator}()`;
}

function targets(names) {
  return names.length === 1 ? `(${names[0]},)` : names.join(', ');
}

function tuple(items) {
  return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
}
