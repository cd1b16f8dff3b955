// Where a layer of recurrent cells keeps its sequences, and where a single step of them lies.

import type { Cell } from '../cells/cell.ts';
import type { Offset, StepOffsets } from '../kernels/kernels.ts';
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
  /**
   * (G·H): the bias that is added inside the step (b_hh) where the cell keeps the recurrent product apart, else unused.
   */
  readonly stepBias: Offset;
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
