// What a run has told and the library does not have yet. It stays here until it is written, however long that takes: the
// curve gets no hole and no point twice. Of checkpoints, the newest and the best are enough.

import type { Extension } from '../optimizers/run-length.ts';
import type { GaugePoint, KernelBuild, LossPoint } from '../protocol/index.ts';
import type { CheckpointState, TrainerEvent, TrainingProgress } from '../training/types.ts';

export interface KeptCheckpoint {
  readonly state: CheckpointState;
  readonly validation: number | null;
}

export interface Plan {
  readonly totalSteps: number;
  readonly parameters: number;
  readonly kernels: KernelBuild;
}

/** As its trainer told a validation. */
type Told = Omit<Extract<TrainerEvent, { kind: 'validation' }>, 'kind'>;

export class Unsaved {
  plan: Plan | null = null;
  /** How the run has changed its length. */
  extensions: readonly Extension[] | null = null;
  /** The step that the run went back to: all after it is void in the library too. Written before everything else. */
  rewoundTo: number | null = null;
  message: string | null = null;
  points: LossPoint[] = [];
  validations: Told[] = [];
  gauges: GaugePoint[] = [];
  progress: TrainingProgress | null = null;
  /** Oldest first. */
  checkpoints: readonly KeptCheckpoint[] = [];

  /** Nothing but checkpoints, which are written in their own way. */
  get isSmallSaved(): boolean {
    return (
      this.plan === null &&
      this.extensions === null &&
      this.rewoundTo === null &&
      this.progress === null &&
      this.points.length + this.validations.length + this.gauges.length === 0
    );
  }

  add(checkpoint: KeptCheckpoint): void {
    const earlier = this.checkpoints.filter(({ state }) => state.step < checkpoint.state.step);
    const best = earlier.reduce<KeptCheckpoint | null>((found, one) => (isBetter(one, found) ? one : found), null);
    this.checkpoints = best && isBetter(best, checkpoint) ? [best, checkpoint] : [checkpoint];
  }

  /** The run went back: nothing after `step` has happened. */
  rewind(step: number, message: string): void {
    this.rewoundTo = this.rewoundTo === null ? step : Math.min(this.rewoundTo, step);
    this.message = message;
    this.points = this.points.filter((point) => point.step <= step);
    this.validations = this.validations.filter((validation) => validation.step <= step);
    this.gauges = this.gauges.filter((gauge) => gauge.step <= step);
    this.checkpoints = this.checkpoints.filter(({ state }) => state.step <= step);
    this.progress = null;
  }

  /** All but the checkpoints is in the library. */
  clearSmall(): void {
    this.plan = null;
    this.extensions = null;
    this.rewoundTo = null;
    this.message = null;
    this.points = [];
    this.validations = [];
    this.gauges = [];
    this.progress = null;
  }
}

function isBetter({ validation }: KeptCheckpoint, other: KeptCheckpoint | null): boolean {
  if (validation === null || !Number.isFinite(validation)) return false;
  const bound = other?.validation ?? Infinity;
  return Number.isNaN(bound) || validation < bound;
}
