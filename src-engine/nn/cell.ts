// What a recurrent cell is to the layer around it: so many gates, buffers of its own, and one step forward and backward. All
// products, biases, masks and normalisations are the layer's business (recurrent-layer.ts).

import type { Offset, StepOffsets } from '../kernels/kernels.ts';
import type { CellStep } from '../kernels/layouts.ts';
import type { Operator } from '../protocol/choices.ts';
import type { Arena } from './arena.ts';

/** The part of a chunk that one thread works on. T steps, N lanes, H padded units. */
export interface ChunkSize {
  readonly steps: number;
  readonly lanes: number;
}

/** Where a layer's sequences lie. `dh` and `dc` are absent where no backward pass is planned. */
export interface CellBuffers {
  /** (T, N, G·H): pre-activations, then activations, then gradients of the input product. */
  readonly gates: Offset;
  /** (T, N, G·H): the recurrent product and its gradient where the cell keeps it apart from `gates`, else `gates`. */
  readonly recurrent: Offset;
  /** (T+1, N, H): row 0 is the state before the chunk. */
  readonly h: Offset;
  /** (T+1, N, H), where the state has a cell part. */
  readonly c: Offset;
  /** (T, N, H), where the state has a cell part: tanh c. */
  readonly cTanh: Offset;
  /** (T+1, N, H): gradient of `h`, all paths summed. */
  readonly dh: Offset;
  /** (N, H), where the state has a cell part: gradient of c at the step under way. */
  readonly dc: Offset;
  /** (G·H): the bias that is added inside the step (b_hh) where the cell keeps the recurrent product apart, else unused. */
  readonly stepBias: Offset;
}

/**
 * One operation of a step: the name of its result, what it does, what it reads. Read can be results of equations before it, 1, the
 * states before the step (h, c) and the pre-activations. These are called as the gates; where the cell keeps the recurrent product
 * apart, r_ih is the input's part of gate r, r_hh the recurrent one. The states after it are next_h and next_c.
 */
export type Equation = readonly [result: string, operator: Operator, ...operands: readonly string[]];

/** Everything that is known of a cell but what it is called (`protocol/words/cells.ts`) and how it is computed fast (`kernels/`). */
export interface Cell {
  /** Its kernels: one step forward and backward. */
  readonly step: CellStep;
  /** Names of the G gates, in the order of their segments of H: PyTorch's where torch.nn has the cell. A forget gate is called f. */
  readonly gates: readonly string[];
  /** Whether the recurrent product must stay apart from the input product. */
  readonly separate: boolean;
  /** Whether the state has a cell part c beside h. */
  readonly hasCell: boolean;
  /** A step forward, for those who put it together from small operations. */
  readonly equations: readonly Equation[];
}

/** What the state consists of, (layers, N, H) each. */
export function statesOf({ hasCell }: Cell): readonly string[] {
  return hasCell ? ['h', 'c'] : ['h'];
}

/** The gates that open and close: those that go through a sigmoid, in the order of the gates. */
export function openingGates({ gates, equations }: Cell): readonly string[] {
  const bounded = equations.filter(([, operator]) => operator === 'sigmoid');
  return gates.filter((gate) => bounded.some(([result, , operand]) => result === gate || operand === gate));
}

/**
 * What can be seen of a layer at every step: its states and its gates. A vanilla cell's only gate is what its h is made
 * of, and is none.
 */
export function visiblePartsOf(cell: Cell): readonly string[] {
  return [...statesOf(cell), ...(cell.gates.length === 1 ? [] : cell.gates)];
}

const nowhere: Offset = 0;

/** Lays out a layer's sequences; `backward` adds the gradients'. `dh` is shared between layers and given. */
export function planBuffers(
  cell: Cell,
  arena: Arena,
  chunk: ChunkSize,
  units: number,
  dh: Offset | null,
  stepBias: Offset,
): CellBuffers {
  const { steps, lanes } = chunk;
  const row = lanes * units;
  const gates = arena.take(steps * row * cell.gates.length);
  return {
    gates,
    recurrent: cell.separate ? arena.take(steps * row * cell.gates.length) : gates,
    h: arena.take((steps + 1) * row),
    c: cell.hasCell ? arena.take((steps + 1) * row) : nowhere,
    cTanh: cell.hasCell ? arena.take(steps * row) : nowhere,
    dh: dh ?? nowhere,
    dc: cell.hasCell && dh !== null ? arena.take(row) : nowhere,
    stepBias,
  };
}

export function offsetsAt(b: CellBuffers, cell: Cell, step: number, lanes: number, units: number): StepOffsets {
  const row = lanes * units;
  const before = step * row;
  const here = before + row;
  return {
    gates: b.gates + before * cell.gates.length,
    recurrent: b.recurrent + before * cell.gates.length,
    hBefore: b.h + before,
    h: b.h + here,
    cBefore: b.c + before,
    c: b.c + here,
    cTanh: b.cTanh + before,
    dhBefore: b.dh + before,
    dh: b.dh + here,
    dc: b.dc,
    bias: b.stepBias,
    rows: lanes,
    units,
  };
}
