// What a trainer is given and what it tells. The host stores and forwards; it never looks into the blocks.

import type { Ids } from '../corpus/symbols.ts';
import type { Extension } from '../optimizers/run-length.ts';
import type { ErrorCode } from '../protocol/choices.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/settings.ts';
import type { GaugePoint } from '../protocol/gauges.ts';
import type { Accuracy } from '../protocol/runs.ts';
import type { LineSet } from './line-set.ts';
import type { Sentence } from '../protocol/text/sentences.ts';

export interface TrainingJob {
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
  /** V. */
  readonly vocabulary: number;
  /** Labels that are told apart; left out, or 0: the model writes. */
  readonly labels?: number;
  /** The corpus without its test part, over a SharedArrayBuffer; the validation part is its tail. */
  readonly ids: Ids;
  /** Of a text: ids before this index are trained on; from it on they are held out. */
  readonly trainCharacters: number;
  /** How the ids are cut into lines, where these are told apart; left out, or null: they are one text. */
  readonly lines?: LineSet | null;
  /** Length of the run where it is known already; null lets the trainer find it from `training.length`. */
  readonly totalSteps: number | null;
  /**
   * Nats a character of the 5-gram on the held-out part, of a run that ends when it has beaten it; left out: nobody
   * knows.
   */
  readonly ngram?: number | null;
  /** How that length was changed later, in the order of the steps. */
  readonly extensions: readonly Extension[];
  /** Continue from here; null starts afresh. */
  readonly checkpoint: CheckpointState | null;
  /**
   * The last good checkpoint of step `upTo` or before as the library has it, to go back to when the run diverges; null
   * where there is none.
   */
  readonly reload: (upTo: number) => CheckpointState | null | Promise<CheckpointState | null>;
}

/**
 * All that a run needs to go on as if nothing had happened, taken between two steps. Blocks are float32, each a
 * copy that the receiver owns.
 */
export interface CheckpointState {
  readonly step: number;
  readonly parameters: Float32Array<ArrayBuffer>;
  /** The optimizer's moments, one block after another; empty where it has none. */
  readonly optimizer: Float32Array<ArrayBuffer>;
  /** Exponential moving average of the parameters; null where none is kept. */
  readonly averaged: Float32Array<ArrayBuffer> | null;
  /** Carried h (and c) of every lane: (layers, parts, N, H). */
  readonly carried: Float32Array<ArrayBuffer>;
  readonly progress: TrainingProgress;
}

/** The small state of a run beside its blocks; stored as JSON. Every number in it survives JSON exactly. */
export interface TrainingProgress {
  readonly step: number;
  /** As far as is known after this step: it may be extended later. 0: not known yet. */
  readonly totalSteps: number;
  readonly epoch: number;
  /** Next character of each lane, counted from the lane's start. */
  readonly cursor: number;
  readonly smoothedLoss: number | null;
  /** Lowest smoothed loss so far: what a spike is measured against. */
  readonly lowestLoss: number | null;
  readonly best: { readonly step: number; readonly loss: number } | null;
  /** Validations since the best one or since the plateau's last cut. */
  readonly sinceBest: number;
  /** Validations since the best one or since the run was extended: what early stopping counts. */
  readonly withoutBetter: number;
  /** Its user extended it when it had reached its goal: it goes on to its length. */
  readonly beyondGoal: boolean;
  /** Product of all the cuts that plateaus and recoveries made to the learning rate. */
  readonly rateFactor: number;
  readonly recoveries: number;
  /** Updates that the moments had seen before this run's first step: those of the run that it was branched from. */
  readonly updatesBefore: number;
  /**
   * Seconds that the run has been at work, over all sittings: all that its user waits for, but not what the machine
   * slept.
   */
  readonly seconds: number;
  /** Characters trained, over all sittings. */
  readonly characters: number;
}

/**
 * 'early': the validation loss has not fallen for as long as the run's patience; 'reached': it has come to the run's
 * goal.
 */
export type TrainerEnd = 'finished' | 'early' | 'reached' | WishedEnd;

/** What somebody ends a run with. */
export type WishedEnd = 'paused' | 'stopped';

export type TrainerFailure = Extract<ErrorCode, 'diverged' | 'corpus-too-small' | 'internal'>;

export type TrainerEvent =
  /** The first event: settings are sound, memory is laid out, the length is known. */
  | {
      readonly kind: 'started';
      readonly totalSteps: number;
      readonly stepsPerEpoch: number;
      readonly parameters: number;
      readonly memoryBytes: number;
      /** Floating-point operations of one character in training: 6 × the parameters that stand in products. */
      readonly flopPerCharacter: number;
    }
  /** At most 20 a second. */
  | {
      readonly kind: 'progress';
      readonly progress: TrainingProgress;
      readonly learningRate: number;
      readonly charactersPerSecond: number;
      readonly secondsLeft: number | null;
      readonly points: readonly { readonly step: number; readonly loss: number }[];
      /** Of the steps that were looked at. */
      readonly gauges: readonly GaugePoint[];
    }
  /** The run changed its length to keep its time. Told before any checkpoint that was trained with it. */
  | { readonly kind: 'corrected'; readonly extensions: readonly Extension[]; readonly totalSteps: number }
  /** What its user should know; the run goes on. */
  | { readonly kind: 'notice'; readonly message: Sentence }
  /** `characters`: what the loss is the mean of; `accuracy`: of a model that tells labels apart. */
  | {
      readonly kind: 'validation';
      readonly step: number;
      readonly loss: number;
      readonly characters: number;
      readonly accuracy?: Accuracy | null;
    }
  /** `validation`: the loss measured at this very step, if it was. */
  | { readonly kind: 'checkpoint'; readonly state: CheckpointState; readonly validation: number | null }
  /**
   * The weights after `step`, a copy that the receiver owns: the averaged ones where the run keeps them. Answers
   * `requestWeights`.
   */
  | { readonly kind: 'weights'; readonly step: number; readonly parameters: Float32Array<ArrayBuffer> }
  /** The run diverged and went back to an earlier step with half the learning rate. Points after `step` are void. */
  | { readonly kind: 'recovered'; readonly step: number; readonly message: Sentence }
  /** The trainer has ended; its last checkpoint was sent before (but for 'failed'). */
  | { readonly kind: 'ended'; readonly reason: TrainerEnd }
  | { readonly kind: 'failed'; readonly code: TrainerFailure; readonly message: string };

/** A run under way, in threads of its own. */
export interface Trainer {
  /** End after the current step, with a checkpoint first. A paused run is a new trainer from that checkpoint. */
  end(reason: WishedEnd): void;
  /** Send a checkpoint after the current step and go on. */
  requestCheckpoint(): void;
  /** Tell 'weights' once, as soon as the run is at step `from` or beyond. A new wish replaces one that waits. */
  requestWeights(from: number): void;
  /** Takes effect after the next checkpoint. */
  setThreads(threads: number): void;
  /** Ends the threads at once; nothing more is told. */
  terminate(): Promise<void>;
}

/**
 * Hears what a trainer tells. The state of a checkpoint is the listener's own; as long as the promise that it returns
 * for one is open, training goes on but no further checkpoint is taken: they cannot pile up.
 */
export type TrainerListener = (event: TrainerEvent) => void | Promise<void>;

/** `src-engine/training/trainer.ts` exports `startTrainer` of this type. */
export type StartTrainer = (job: TrainingJob, listen: TrainerListener) => Trainer;
