// What a recurrent cell is to the layer around it: so many gates, buffers of its own, and one step forward and backward. All
// products, biases, masks and normalisations are the layer's business (recurrent-layer.ts).

import type { Offset, StepPlaces } from '../kernels/kernels.ts';
import type { CellStep } from '../kernels/layouts.ts';
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
  /** (T+1, N, H), LSTM only. */
  readonly c: Offset;
  /** (T, N, H), LSTM only: tanh c. */
  readonly cTanh: Offset;
  /** (T+1, N, H): gradient of `h`, all paths summed. */
  readonly dh: Offset;
  /** (N, H), LSTM only: gradient of c at the step under way. */
  readonly dc: Offset;
  /** (G·H): the bias that is added inside the step (GRU's b_hh), else unused. */
  readonly stepBias: Offset;
}

export interface Cell {
  readonly title: string;
  /** Its kernels: one step forward and backward. */
  readonly step: CellStep;
  /** G: segments of H in the gates. */
  readonly gates: number;
  /** Whether the recurrent product must stay apart from the input product. */
  readonly separate: boolean;
  /** Whether the state has a cell part c beside h. */
  readonly hasCell: boolean;
}

const NOWHERE: Offset = 0;

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
  const gates = arena.take(steps * row * cell.gates);
  return {
    gates,
    recurrent: cell.separate ? arena.take(steps * row * cell.gates) : gates,
    h: arena.take((steps + 1) * row),
    c: cell.hasCell ? arena.take((steps + 1) * row) : NOWHERE,
    cTanh: cell.hasCell ? arena.take(steps * row) : NOWHERE,
    dh: dh ?? NOWHERE,
    dc: cell.hasCell && dh !== null ? arena.take(row) : NOWHERE,
    stepBias,
  };
}

export function placesAt(b: CellBuffers, cell: Cell, step: number, lanes: number, units: number): StepPlaces {
  const row = lanes * units;
  const before = step * row;
  const here = before + row;
  return {
    gates: b.gates + before * cell.gates,
    recurrent: b.recurrent + before * cell.gates,
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
