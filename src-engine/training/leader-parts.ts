// What the thread that leads a run works with: its own share of the training, the other threads, and its listener.

import type { Kernels } from '../kernels/kernels.ts';
import type { Barrier } from './barrier.ts';
import type { RunPlan } from './plan.ts';
import type { Shard } from './shard.ts';
import type { LeaderMessage, WorkerSetting } from './shared.ts';
import type { Source } from './source.ts';

export interface LeaderParts {
  readonly setting: WorkerSetting;
  readonly kernels: Kernels;
  readonly plan: RunPlan;
  readonly source: Source;
  readonly shard: Shard;
  readonly barrier: Barrier;
  readonly keeping: Keeping;
  /** Carries out an order that all threads carry out. */
  readonly obey: (what: number) => boolean;
  readonly tell: (message: LeaderMessage, transfer?: ArrayBuffer[]) => void;
  /** Milliseconds since the sitting began. */
  readonly now: () => number;
}

/** Whether the listener is busy with the last checkpoint. */
export interface Keeping {
  begin(): void;
  isBusy(): boolean;
  /** Sleeps until it is not, but no longer than so many milliseconds. */
  wait(milliseconds: number): void;
}
