// Generated texts that are kept, each with its receipt: what is needed to replay it.

import type { CheckpointName, StageKind } from './choices.ts';
import type { CheckpointId, RunId, SampleId } from './ids.ts';
import type { SamplingSettings, SamplingStage } from './settings.ts';
import type { Sentence } from './text/sentences.ts';

/** Which checkpoint of a run: the best by validation (else the last), the last, a step, or one by id. */
export type CheckpointChoice = CheckpointName | { readonly step: number } | { readonly id: CheckpointId };

/** Another model that takes part in the writing. The run that is asked has the weight that these leave of 1. */
export interface BlendPart {
  readonly run: RunId;
  readonly checkpoint: CheckpointChoice;
  /** Of 0 to 1; all together at most 1. Logits are mixed by it. */
  readonly weight: number;
}

/** A model that took part, as the receipt keeps it. The run may be gone. */
export interface BlendedModel {
  readonly run: RunId;
  readonly runName: string;
  readonly checkpoint: CheckpointId;
  readonly step: number;
  readonly weight: number;
}

export interface SampleSummary {
  readonly id: SampleId;
  readonly run: RunId;
  readonly runName: string;
  readonly checkpoint: CheckpointId | null;
  readonly step: number;
  /** The beginning of prompt and text, at most 200 characters: a list of samples must stay light. */
  readonly excerpt: string;
  readonly sampling: SamplingSettings;
  /** The models that it was blended with; absent: it wrote alone. */
  readonly blend?: readonly BlendedModel[];
  /** Given by the user; null: none. */
  readonly name: string | null;
  readonly starred: boolean;
  /** Version of Charloom that wrote it; empty where it was not noted yet. */
  readonly engine: string;
  /** The sample that this one branches off, and after how many UTF-16 units of its text; null: it stands alone. */
  readonly parent: Branching | null;
  readonly createdAt: number;
}

/** Which samples are looked for. */
export interface SampleSearch {
  /** Stand in the text, the name or the run's name, in any case; empty: anything. */
  readonly words: string;
  readonly starred: boolean;
  /** Older than this one; null: from the newest on. */
  readonly before: SampleId | null;
}

export interface Branching {
  readonly sample: SampleId;
  readonly at: number;
}

/**
 * Why a text is shorter than was asked for, where no stop string and no person has ended it: all that could follow was
 * banned.
 */
export type Ending = 'nothing-left';

export interface SampleDetail extends SampleSummary {
  readonly prompt: string;
  /** What was read of the prompt; absent: all of it, or nobody knows any more. */
  readonly fed?: string;
  readonly text: string;
  /** Absent: it has its length, or was ended by a stop string or by the user. */
  readonly ending?: Ending;
}

/** A text of a family: all that branched off one first text, and off one another. */
export interface Relative {
  readonly id: SampleId;
  /** Null: the first one. */
  readonly parent: Branching | null;
  /** Its own words, at most 80 symbols: what it goes on with where it branched off; the first one's beginning. */
  readonly words: string;
  readonly name: string | null;
  readonly starred: boolean;
  readonly createdAt: number;
}

/** A short text that is shown and not kept. */
export interface SampleDraft {
  /** Of the checkpoint. */
  readonly step: number;
  /** What was read of the prompt. */
  readonly fed: string;
  readonly text: string;
  /** UTF-16 units of each symbol of the text. */
  readonly lengths: Uint8Array;
  /** −log₂ p of each symbol in the model's own distribution. */
  readonly surprisals: Float32Array;
  readonly ending?: Ending;
}

/** The next character's distribution as one stage of the pipeline leaves it. */
export interface StageView {
  /** 'model' before all stages, then each stage's kind. */
  readonly name: 'model' | StageKind;
  /** (V), summing to 1; all 0 where nothing is left. */
  readonly probabilities: Float64Array;
  /** Ids that this stage ruled out. */
  readonly removed: readonly number[];
}

export interface Distribution {
  /** Of the checkpoint. */
  readonly step: number;
  /** (V) */
  readonly symbols: readonly string[];
  readonly stages: readonly StageView[];
  /** What of the settings has no effect with this model, a sentence each. */
  readonly notes: readonly SamplingNote[];
}

/** Something that was asked for and has no effect. */
export interface SamplingNote {
  /** Where it was asked for. */
  readonly about: StageKind | 'decoding' | 'stop' | 'seed';
  readonly sentence: Sentence;
}

/** How a text that somebody types could go on. */
export interface Completion {
  readonly text: string;
  /** Of its first symbol: what the model thinks, bans and the like taken into account. */
  readonly probability: number;
}

/** A stretch of a text that stands verbatim in the text that the model was trained on. */
export interface CopiedSpan {
  /** In the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Where it stands in the corpus, in symbols. */
  readonly source: number;
  readonly symbols: number;
}

/** A stretch of a corpus. */
export interface Passage {
  /** In symbols. */
  readonly from: number;
  readonly text: string;
}

/** A list of stages under a name. */
export interface Pipeline {
  readonly name: string;
  readonly stages: readonly SamplingStage[];
  /** Comes with Charloom: it can be used, not changed. */
  readonly shipped: boolean;
}

/** A character of the prompt that the model has never seen, with the closest symbol it knows, if any. */
export interface UnseenSymbol {
  readonly symbol: string;
  /** Positions in the prompt, in UTF-16 units. */
  readonly at: readonly number[];
  readonly suggestion: string | null;
}
