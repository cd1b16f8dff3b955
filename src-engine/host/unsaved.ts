// What a run has told and the library does not have yet. It stays here until it is written, however long that takes:
// the curve gets no hole and no point twice. Of checkpoints, the newest and the best are enough.

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

/** All that is small: written at once, all of it or nothing. */
export interface SmallThings {
  readonly plan: Plan | null;
  /** How the run has changed its length. */
  readonly extensions: readonly Extension[] | null;
  /** The step that the run went back to: all after it is void in the library too. Written before everything else. */
  readonly rewoundTo: number | null;
  readonly message: string | null;
  readonly points: readonly LossPoint[];
  readonly validations: readonly Told[];
  readonly gauges: readonly GaugePoint[];
  readonly progress: TrainingProgress | null;
}

type Advance = Pick<Extract<TrainerEvent, { kind: 'progress' }>, 'points' | 'gauges' | 'progress'>;

export class Unsaved {
  #plan: Plan | null = null;
  #extensions: readonly Extension[] | null = null;
  #rewoundTo: number | null = null;
  #message: string | null = null;
  #points: LossPoint[] = [];
  #validations: Told[] = [];
  #gauges: GaugePoint[] = [];
  #progress: TrainingProgress | null = null;
  /** Oldest first. */
  #checkpoints: readonly KeptCheckpoint[] = [];

  get small(): SmallThings {
    return {
      plan: this.#plan,
      extensions: this.#extensions,
      rewoundTo: this.#rewoundTo,
      message: this.#message,
      points: this.#points,
      validations: this.#validations,
      gauges: this.#gauges,
      progress: this.#progress,
    };
  }

  get checkpoints(): readonly KeptCheckpoint[] {
    return this.#checkpoints;
  }

  /** Nothing but checkpoints, which are written in their own way. */
  get isSmallSaved(): boolean {
    return (
      this.#plan === null &&
      this.#extensions === null &&
      this.#rewoundTo === null &&
      this.#progress === null &&
      this.#points.length + this.#validations.length + this.#gauges.length === 0
    );
  }

  setPlan(plan: Plan): void {
    this.#plan = plan;
  }

  setExtensions(extensions: readonly Extension[]): void {
    this.#extensions = extensions;
  }

  addValidation(validation: Told): void {
    this.#validations.push(validation);
  }

  advance({ points, gauges, progress }: Advance): void {
    this.#points.push(...points);
    this.#gauges.push(...gauges);
    this.#progress = progress;
  }

  add(checkpoint: KeptCheckpoint): void {
    const earlier = this.#checkpoints.filter(({ state }) => state.step < checkpoint.state.step);
    const best = earlier.reduce<KeptCheckpoint | null>((found, one) => (isBetter(one, found) ? one : found), null);
    this.#checkpoints = best && isBetter(best, checkpoint) ? [best, checkpoint] : [checkpoint];
  }

  /** Its memory is with the library's thread. */
  takeAway(checkpoint: KeptCheckpoint): void {
    this.#checkpoints = this.#checkpoints.filter((one) => one !== checkpoint);
  }

  /** It stands before those that came while it was away. */
  putBack(checkpoint: KeptCheckpoint): void {
    const since = this.#checkpoints;
    this.#checkpoints = [checkpoint];
    for (const one of since) this.add(one);
  }

  /** The run went back: nothing after `step` has happened. */
  rewind(step: number, message: string): void {
    this.#rewoundTo = this.#rewoundTo === null ? step : Math.min(this.#rewoundTo, step);
    this.#message = message;
    this.#points = this.#points.filter((point) => point.step <= step);
    this.#validations = this.#validations.filter((validation) => validation.step <= step);
    this.#gauges = this.#gauges.filter((gauge) => gauge.step <= step);
    this.#checkpoints = this.#checkpoints.filter(({ state }) => state.step <= step);
    this.#progress = null;
  }

  /** All but the checkpoints is in the library. */
  clearSmall(): void {
    this.#plan = null;
    this.#extensions = null;
    this.#rewoundTo = null;
    this.#message = null;
    this.#points = [];
    this.#validations = [];
    this.#gauges = [];
    this.#progress = null;
  }
}

function isBetter({ validation }: KeptCheckpoint, other: KeptCheckpoint | null): boolean {
  if (validation === null || !Number.isFinite(validation)) return false;
  const bound = other?.validation ?? Infinity;
  return Number.isNaN(bound) || validation < bound;
}
