// What a user may choose about a model, its training and its sampling. Plain data: it is stored with the run
// and sent between processes. Validation stands in src-engine/settings, defaults and presets too.

import type {
  CellKind,
  ClippingKind,
  DecodingKind,
  GoalKind,
  LengthKind,
  Nonlinearity,
  OptimizerKind,
  PresetKey,
  ScheduleKind,
  StageKind,
  Task,
  Variants,
} from './choices.ts';
import type { DecodingValues } from './decodings.ts';
import type { StageValues } from './stages.ts';

export interface ModelSettings {
  readonly cell: CellKind;
  /** Of the vanilla cell only. */
  readonly nonlinearity: Nonlinearity;
  /** Units a layer, H. */
  readonly hidden: number;
  readonly layers: number;
  /** Width of the embedding below layer 0; 0 feeds the characters in directly (one-hot). */
  readonly embedding: number;
  /** The head uses the embedding's weights; needs embedding = hidden. */
  readonly tieWeights: boolean;
  /** Share of each layer's outputs that is dropped while training, also below the head. */
  readonly dropout: number;
  /** Share of the units of h hidden from the recurrent product, one mask a chunk. */
  readonly recurrentDropout: number;
  /** Layer normalisation of the input and recurrent products (Ba et al. 2016, eq. 20-21). */
  readonly layerNorm: boolean;
}

export type Clipping = Variants<
  ClippingKind,
  | { readonly kind: 'none' }
  | { readonly kind: 'norm'; readonly limit: number }
  | { readonly kind: 'value'; readonly limit: number }
>;

export type Schedule = Variants<
  ScheduleKind,
  | { readonly kind: 'constant' }
  /** Linear warm-up over `warmup` steps, then a half cosine down to `floor` × learning rate at the last step. */
  | { readonly kind: 'cosine'; readonly warmup: number; readonly floor: number }
  | { readonly kind: 'step'; readonly every: number; readonly factor: number }
  /** × factor when the validation loss has not fallen for `patience` validations. */
  | { readonly kind: 'plateau'; readonly patience: number; readonly factor: number }
>;

export type Length = Variants<
  LengthKind,
  | { readonly kind: 'steps'; readonly steps: number }
  | { readonly kind: 'epochs'; readonly epochs: number }
  /** Turned into steps by measuring this machine's speed when the run starts. */
  | { readonly kind: 'minutes'; readonly minutes: number }
>;

/** What the validation loss has to come to for the run to end before its length. */
export type Goal = Variants<
  GoalKind,
  | { readonly kind: 'none' }
  /** In nats. */
  | { readonly kind: 'loss'; readonly loss: number }
  /** A character. */
  | { readonly kind: 'bits'; readonly bits: number }
  /** The loss of the 5-gram on the same held-out part. */
  | { readonly kind: 'ngram' }
>;

export interface TrainingSettings {
  /** What is learned from the text. */
  readonly task: Task;
  /** Lanes trained side by side, N. */
  readonly batch: number;
  /** Characters of one truncated back-propagation, T; of a line with a label, all that is read. */
  readonly sequence: number;
  readonly length: Length;
  readonly goal: Goal;
  readonly seed: number;
  readonly threads: number;
  /** Share of the corpus that is held out behind the training part. */
  readonly validation: number;
  /** Share of the corpus's tail that is not read before the run is over. */
  readonly test: number;
  /** Of lines with labels: all labels weigh the same, however few lines have them. */
  readonly balanceLabels: boolean;
  readonly optimizer: OptimizerKind;
  readonly learningRate: number;
  /** First-moment decay of Adam and AdamW; momentum of SGD; unused by RMSprop. */
  readonly momentum: number;
  /** Second-moment decay of Adam, AdamW and RMSprop. */
  readonly secondMomentum: number;
  readonly epsilon: number;
  /** Decoupled for AdamW, L2 for the others. */
  readonly weightDecay: number;
  readonly clipping: Clipping;
  readonly schedule: Schedule;
  /** Chunks whose gradients are added up before one update. */
  readonly accumulate: number;
  /** Decay of the exponential moving average of the weights; 0 keeps none. */
  readonly averaging: number;
  /** Steps between validations; 0 chooses by the run's length. */
  readonly validateEvery: number;
  /** Steps between checkpoints; 0 chooses by the run's length. */
  readonly checkpointEvery: number;
  /** The run ends early after so many validations in a row without a better one; 0: never. */
  readonly patience: number;
}

/**
 * One control of the softmax pipeline, of any kind or of one. The order of a list of them is the order of application.
 */
export type SamplingStage<Kind extends StageKind = StageKind> = {
  [Each in Kind]: { readonly kind: Each } & StageValues[Each];
}[Kind];

/** How the text is found among all that could be written. */
export type Decoding<Kind extends DecodingKind = DecodingKind> = {
  [Each in Kind]: { readonly kind: Each } & DecodingValues[Each];
}[Kind];

export interface SamplingSettings {
  readonly stages: readonly SamplingStage[];
  /** Characters to generate. */
  readonly length: number;
  readonly seed: number;
  /** Generating ends after the first of these strings; none by default. */
  readonly stops?: readonly string[];
  /** 'draw' by default. */
  readonly decoding?: Decoding;
}

/** What suits a built-in text better than the defaults, laid over them. */
export interface Suggestion {
  /** One sentence: why these. */
  readonly reason: string;
  readonly model: Partial<ModelSettings>;
  readonly training: Partial<TrainingSettings>;
}

/** A named choice of model and training: what the catalogue suggests for its text, else sized by measured speed. */
export interface Preset {
  readonly key: PresetKey;
  readonly title: string;
  /** One sentence: what it is good for. */
  readonly purpose: string;
  /** A shorter preset trains the same model on the text often enough: more time makes it no better. */
  readonly isNeedless: boolean;
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
}

/** A preset for a text that is there. */
export interface TextPreset extends Preset {
  /** The text is too short for it, or its labels have too few lines: a run with it would be refused. */
  readonly isRefused: boolean;
}
