// What a recurrent cell is: a record of its gates and equations. Out of it come the layer around it
// (nn/recurrent-layer.ts), the float64 twin of its kernels (kernels/reference/cells.ts), the exporters, the page of
// cells in docs/ and what is seen inside of a model.

import { cells, nonlinearities } from '../protocol/choices.ts';
import type { CellKind, Nonlinearity, Operator } from '../protocol/choices.ts';

/** Of the vanilla cell each nonlinearity has a step of its own. */
export type CellStep = Exclude<CellKind, 'rnn'> | Nonlinearity;

/** The steps of recurrent cells that are kernels. A step's number in AssemblyScript is its place in this list. */
export const cellSteps: readonly CellStep[] = [...cells.filter((cell) => cell !== 'rnn'), ...nonlinearities];

/**
 * One operation of a step: the name of its result, what it does, what it reads. Read can be results of equations before
 * it, 1, the states before the step (h, c) and the pre-activations. These are called as the gates; where the cell keeps
 * the recurrent product apart, r_ih is the input's part of gate r, r_hh the recurrent one. The states after it are
 * next_h and next_c.
 */
export type Equation = readonly [result: string, operator: Operator, ...operands: readonly string[]];

/**
 * Everything that is known of a cell but what it is called (`protocol/words/cells.ts`) and how it is computed fast
 * (`kernels/`).
 */
export interface Cell {
  /** Since which version of stored settings it is there. */
  readonly since: number;
  /** Its kernels: one step forward and backward. */
  readonly step: CellStep;
  /**
   * Names of the G gates, in the order of their segments of H: PyTorch's where torch.nn has the cell. A forget gate is
   * called f.
   */
  readonly gates: readonly string[];
  /** Whether the recurrent product must stay apart from the input product. */
  readonly separate: boolean;
  /** Whether the state has a cell part c beside h. */
  readonly hasCell: boolean;
  /** Whether h stays between −1 and 1. */
  readonly isBounded: boolean;
  /** A step forward, for those who put it together from small operations. */
  readonly equations: readonly Equation[];
}

/** What the state consists of, (layers, N, H) each. */
export function statesOf({ hasCell }: Cell): readonly string[] {
  return hasCell ? ['h', 'c'] : ['h'];
}

/** The equation that makes a gate's activation out of its pre-activation or their sum: either has the gate's name. */
export function activationOf({ equations }: Cell, gate: string): Equation | undefined {
  return equations.find(
    ([result, operator, operand]) => isActivation[operator] && (result === gate || operand === gate),
  );
}

/** Whether an operator makes an activation out of a sum. */
const isActivation: Readonly<Record<Operator, boolean>> = {
  add: false,
  subtract: false,
  multiply: false,
  sigmoid: true,
  tanh: true,
  relu: true,
};

/** The gates that open and close: those that go through a sigmoid, in the order of the gates. */
export function openingGates(cell: Cell): readonly string[] {
  return cell.gates.filter((gate) => activationOf(cell, gate)?.[1] === 'sigmoid');
}

/**
 * What can be seen of a layer at every step: its states and its gates. A vanilla cell's only gate is what its h is made
 * of, and is none.
 */
export function visiblePartsOf(cell: Cell): readonly string[] {
  return [...statesOf(cell), ...(cell.gates.length === 1 ? [] : cell.gates)];
}
