// The cells in Python, for models and jobs that leave for PyTorch: a part of each script, written out of the records in
// src-engine/cells/.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellSteps, statesOf } from '../../src-engine/cells/cell.ts';
import { cellWithStep } from '../../src-engine/cells/index.ts';
import { nonlinearities } from '../../src-engine/protocol/choices.ts';
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

function cellsInPython() {
  const all = cellSteps.map((step) => {
    const isVanilla = nonlinearities.includes(step);
    return {
      // As `cell_of` names it.
      name: isVanilla ? `rnn ${step}` : step,
      step: `${step}_step`,
      layer: isVanilla ? `partial(nn.RNN, nonlinearity="${step}")` : `getattr(nn, "${step.toUpperCase()}", None)`,
      cell: cellWithStep[step],
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
      ? [`${tuple(states.map((state) => (read.has(state) ? state : `_${state}`)))} = state`]
      : []),
    ...(cell.separate
      ? [gatesOf(cell, 'from_input', '_ih'), gatesOf(cell, 'from_hidden', '_hh')]
      : ['both = from_input + from_hidden', gatesOf(cell, 'both', '')]),
    ...cell.equations.map(([result, ...operation]) => `${result} = ${inPython(operation)}`),
    `return ${tuple(states.map((state) => `next_${state}`))}`,
  ];
  return `def ${step}(from_input: Tensor, from_hidden: Tensor, state: State) -> State:
${lines.map((line) => `    ${line}\n`).join('')}`;
}

function gatesOf({ gates }, product, ending) {
  const names = gates.map((gate) => gate + ending);
  return `${names.join(', ')} = ${gates.length === 1 ? product : `${product}.chunk(${gates.length}, dim=-1)`}`;
}

const signs = { add: '+', subtract: '-', multiply: '*' };

function inPython([operator, ...operands]) {
  return operator in signs ? operands.join(` ${signs[operator]} `) : `${operands[0]}.${operator}()`;
}

function tuple(items) {
  return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
}
