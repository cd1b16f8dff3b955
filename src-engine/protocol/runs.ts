// Runs, their curves and checkpoints, as the page and the command line see them. Losses are in nats a character,
// of a run that tells labels apart in nats an answer.

import type { KernelBuild, RunState } from './choices.ts';
import type { CheckpointId, CorpusId, RunId } from './ids.ts';
import type { Retention } from './library.ts';
import type { ModelSettings, TrainingSettings } from './settings.ts';
import type { Amount, Sentence } from './text/sentences.ts';
import type { TestScore } from './yardsticks.ts';

/** The run, and its step, that a branched run began from; the run may be gone by now. */
export interface RunOrigin {
  readonly run: RunId;
  readonly name: string;
  readonly step: number;
}

/** What a branch onto a corpus changes in the model, and what goes with it; shown before it starts. */
export interface BranchPlan {
  /** Symbols that model and corpus share: they keep all they have learned. */
  readonly shared: number;
  /** Symbols of the corpus that are new to the model: they begin as the mean of the known ones. */
  readonly added: readonly string[];
  /** Symbols of the model that the corpus lacks: they are removed. */
  readonly dropped: readonly string[];
  /** All of it in a few sentences. */
  readonly note: string;
}

export interface RunSummary {
  readonly id: RunId;
  readonly name: string;
  readonly corpus: CorpusId;
  readonly corpusName: string;
  readonly model: ModelSettings;
  /** That it tells apart; empty: it writes. */
  readonly labels: readonly string[];
  readonly state: RunState;
  /** Its place in the queue, 1 is next; null where it is not queued. */
  readonly queuePlace: number | null;
  /** Null for a run that began with fresh weights. */
  readonly parent: RunOrigin | null;
  /** Why it failed, or what else the user should know; null if nothing. */
  readonly message: string | null;
  readonly step: number;
  /** Null until the length is known (a run by the minute is measured first). */
  readonly totalSteps: number | null;
  /** Times the training text was read, with its fraction. */
  readonly epoch: number;
  /** Best validation loss so far. */
  readonly best: number | null;
  /** Smoothed training loss at `step`, as the curve is usually drawn. */
  readonly loss: number | null;
  /** That it has been at work, over all sittings. */
  readonly seconds: number;
  /** That it was trained on, over all sittings, padding left out. */
  readonly characters: number;
  readonly starred: boolean;
  readonly createdAt: number;
  /** About 30 values of the validation (else training) loss, for a thumbnail. */
  readonly thumbnail: readonly number[];
}

/** Shares of lines that are labelled correctly, 0 to 1. */
export interface Accuracy {
  /** Of the lines that were trained on since the validation before, as they were told then. */
  readonly training: number;
  readonly heldOut: number;
}

/** What a run's validation loss will probably be at its end: nine of ten end within `error` of it. */
export interface Forecast {
  /** Nats a character. */
  readonly loss: number;
  readonly error: number;
}

export interface CheckpointSummary {
  readonly id: CheckpointId;
  readonly step: number;
  /** Validation loss at this step, where it was measured. */
  readonly validation: number | null;
  readonly best: boolean;
  readonly bytes: number;
  readonly createdAt: number;
}

/** What the model wrote by itself at a checkpoint. */
export interface Specimen {
  readonly step: number;
  readonly prompt: string;
  readonly text: string;
  readonly temperature: number;
}

export interface RunDetail extends RunSummary {
  /** Null where nobody knows them, nor for how many steps: another program has trained it. */
  readonly training: TrainingSettings | null;
  readonly parameters: number;
  /** That have trained it last; null: none yet, or nobody knows. */
  readonly kernels: KernelBuild | null;
  readonly checkpoints: readonly CheckpointSummary[];
  readonly specimens: readonly Specimen[];
  /** Null before the end, and where nothing is held out for a test. */
  readonly test: TestScore | null;
  readonly retention: Retention;
}

/** Series of equal length; ascending steps. */
export interface Curve {
  readonly steps: Float64Array;
  readonly losses: Float32Array;
  readonly validationSteps: Float64Array;
  readonly validationLosses: Float32Array;
  /** At the steps of the validations; NaN where the run writes. */
  readonly accuracies: Float32Array;
  readonly trainingAccuracies: Float32Array;
}

export interface SummaryRow {
  /** Such as 'LSTM, 256 units'. */
  readonly layer: Sentence;
  /** Output shape, such as '(32, 64, 256)'; empty where it does not change. */
  readonly shape: string | Amount;
  readonly parameters: number;
}

/** What the user sees before pressing Train. */
export interface ModelSummary {
  readonly rows: readonly SummaryRow[];
  readonly parameters: number;
  /** Planned memory of the run while training, in bytes. */
  readonly memoryBytes: number;
  readonly stepsPerEpoch: number;
  /** What will probably go wrong with these settings, each a sentence with its remedy; mostly empty. */
  readonly warnings: readonly Sentence[];
  /** From a half-second calibration on this machine; null where nothing could be measured. */
  readonly charactersPerSecond: number | null;
  /** Expected seconds of the whole run; null where unknown. */
  readonly seconds: number | null;
}
