// What a run reads: a text that is cut into lanes, or lines with labels. A source says how many chunks make an epoch
// and what a chunk's loss is a mean of; a thread's reader puts its share of a chunk into its model. Both are pure
// functions of a small cursor.

import type { Kernels } from '../kernels/kernels.ts';
import type { Model } from '../nn/model.ts';
import type { Noise } from '../nn/noise.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import type { Cursor } from './lanes.ts';
import type { ShardPlan } from './plan.ts';
import type { TrainingJob } from './types.ts';

export interface Source {
  /** Chunks that read as much as there is, whether or not one pass reads all of it. */
  readonly chunksPerEpoch: number;
  /** What the loss of a whole chunk is the mean of: predicted characters, or answers. */
  readonly predictions: number;
  readonly heldOut: {
    /** Positions that a validation reads, padding too: what it costs. 0: nothing, or too little, is held out. */
    readonly positions: number;
    /** What its loss is the mean of, and how many of them can be right or wrong; 0 where nothing is counted. */
    readonly predictions: number;
    readonly counted: number;
  };
  /** Characters that the chunk at the cursor trains on, padding left out. */
  charactersAt(at: Cursor): number;
  /** The cursor after one chunk. */
  after(at: Cursor): Cursor;
  open(parts: ReaderParts): ShardReader;
}

export interface ReaderParts {
  readonly kernels: Kernels;
  readonly plan: ShardPlan;
  readonly model: Model;
}

/** Reads one thread's share. */
export interface ShardReader {
  /** Puts a chunk of the training part into the model. */
  fill(at: Cursor): void;
  /**
   * Predictions of the chunk that was read last that are right; only before the loss is asked for. 0 where nothing is
   * counted.
   */
  countHits(): number;
  /** Whether the next chunk goes on from the state after this one, but for lanes that forget. */
  goOn(noise: Noise, isSameEpoch: boolean): void;
  /** Sum of the losses over the held-out part, from zero states, and how many predictions are right. */
  evaluate(): Evaluated;
}

export interface Evaluated {
  readonly loss: number;
  readonly hits: number;
}

export type SourceJob = Pick<TrainingJob, 'ids' | 'trainCharacters' | 'lines'> & {
  readonly training: Pick<TrainingSettings, 'batch' | 'sequence' | 'seed'>;
};
