// Between the lens's thread and its client.

import type { CompiledKernels } from '../kernels/wasm.ts';
import type { ForHeldModel } from '../sampling/held-model.ts';
import type { TrainedModel } from '../sampling/types.ts';
import type { Ids } from '../corpus/symbols.ts';
import type { Connected } from './connection.ts';

export interface MeasureJob {
  readonly trained: TrainedModel;
  /** A text, long enough for `sizeOfMemory`. */
  readonly ids: Ids;
  /** (V): a number for each symbol's class, below `classes`. */
  readonly classOf: Uint8Array;
  readonly classes: number;
  /** How often as long as it works the thread rests. */
  readonly rest: number;
}

/** As `MeasureJob`, of a model that tells labels apart. */
export interface MeasureLinesJob extends Omit<MeasureJob, 'ids'> {
  /** Each with the line end before it; at least one. */
  readonly lines: readonly Uint32Array[];
}

export interface Measured {
  /** (layers)(K), relative to k = 0. */
  readonly layers: readonly Float64Array[];
  /** (classes)(K), relative to all symbols at k = 0; NaN where a class never stood. */
  readonly classes: readonly Float64Array[];
  /** (classes): symbols of each that were read. */
  readonly counts: readonly number[];
  readonly positions: number;
}

export interface ConnectJob {
  /** Names the model. */
  readonly key: string;
  readonly trained: TrainedModel;
  readonly ids: readonly number[];
  readonly at: number;
  readonly next: number | null;
}

/** What every job has. */
export interface ForLens {
  readonly id: number;
  /** Those that train: gradients are looked at, no text is made that must be the same everywhere. */
  readonly compiled: CompiledKernels;
}

export type ToLens =
  | ({ readonly kind: 'measure' } & ForLens & MeasureJob)
  | ({ readonly kind: 'measure-lines' } & ForLens & MeasureLinesJob)
  | ({ readonly kind: 'connect' } & ForLens & Omit<ConnectJob, keyof ForHeldModel> & ForHeldModel)
  /** The model that the thread holds is not needed any more. */
  | { readonly kind: 'release' };

export type FromLens =
  | { readonly kind: 'measured'; readonly id: number; readonly measured: Measured }
  | { readonly kind: 'connected'; readonly id: number; readonly connected: Connected };
