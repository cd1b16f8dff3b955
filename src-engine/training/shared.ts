// What the threads of one run share beside the big memory: commands, orders and sums. The leader writes an order, all
// meet at the barrier, all carry it out.

import type { CompiledKernels } from '../kernels/wasm.ts';
import type { RateRange } from '../optimizers/schedule.ts';
import type { RatePoint } from '../protocol/learning-rate.ts';
import type { CheckpointState, TrainerEvent, TrainingJob } from './types.ts';
import type { Sentence } from '../protocol/text/sentences.ts';

/**
 * Word indices of `control`. `keeping` is 1 while the listener is busy with the last checkpoint; `weights` is the step
 * from which on somebody wants to see the weights.
 */
export const control = {
  arrivals: 0,
  generation: 1,
  command: 2,
  checkpoint: 3,
  order: 4,
  keeping: 5,
  weights: 6,
  length: 8,
} as const;

/** Instead of a step: nobody waits for weights. */
export const nobody = -1;

/** What the user wants of the leader; read between two steps. */
export const command = { run: 0, pause: 1, stop: 2 } as const;

/** What the leader wants of all. */
export const order = { load: 0, step: 1, evaluate: 2, rehearse: 3, saveState: 4, exit: 5 } as const;

/** Number indices of `arguments`. */
export const argument = { update: 0, rate: 1, epoch: 2, cursor: 3, length: 4 } as const;

export interface SharedBlocks {
  readonly control: Int32Array;
  readonly arguments: Float64Array;
  readonly losses: Float64Array;
  readonly squares: Float64Array;
  readonly unclipped: Float64Array;
  readonly hits: Float64Array;
  /** Carried state of all lanes, (layers, parts, N, H). */
  readonly carried: Float32Array;
}

export function shareBlocks(threads: number, carried: number): SharedBlocks {
  const words = new Int32Array(new SharedArrayBuffer(control.length * 4));
  words[control.weights] = nobody;
  return {
    control: words,
    arguments: new Float64Array(new SharedArrayBuffer(argument.length * 8)),
    losses: new Float64Array(new SharedArrayBuffer(threads * 8)),
    squares: new Float64Array(new SharedArrayBuffer(threads * 8)),
    unclipped: new Float64Array(new SharedArrayBuffer(threads * 8)),
    hits: new Float64Array(new SharedArrayBuffer(threads * 8)),
    carried: new Float32Array(new SharedArrayBuffer(Math.max(1, carried) * 4)),
  };
}

/**
 * Milliseconds since 1970 by a clock that never jumps, the same in all threads; `performance.now()` counts from the
 * start of the process.
 */
export function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}

/** What a thread is started with. Thread 0 leads. */
export interface WorkerSetting {
  /** Train; or, keeping nothing, only measure the speed for so many milliseconds, or try growing learning rates. */
  readonly purpose: 'train' | { readonly measureFor: number } | { readonly rates: RateRange };
  readonly thread: number;
  readonly job: Omit<TrainingJob, 'reload' | 'checkpoint'>;
  /** The leader's alone; the others read what it has put into the memory. */
  readonly checkpoint: CheckpointState | null;
  /** What recoveries have left of the learning rate, where there is no checkpoint to say so. */
  readonly rateFactor: number;
  readonly recoveries: number;
  /** That the run has been at work for, where there is no checkpoint to say so. */
  readonly seconds: number;
  /** When the sitting began: milliseconds since 1970 by the steady clock. */
  readonly begunAt: number;
  readonly compiled: CompiledKernels;
  readonly memory: WebAssembly.Memory;
  readonly shared: SharedBlocks;
}

/**
 * What the leader tells: the trainer's events, what was measured or tried, or that the run diverged, after which all
 * threads have ended.
 */
export type LeaderMessage =
  | TrainerEvent
  | { readonly kind: 'measured'; readonly charactersPerSecond: number }
  | { readonly kind: 'tested'; readonly point: RatePoint }
  /** `seconds`: at work so far. `sound`: the last step whose state a later loss has proved well. */
  | {
      readonly kind: 'diverged';
      readonly step: number;
      readonly seconds: number;
      readonly reason: Sentence;
      readonly sound: number;
    };
