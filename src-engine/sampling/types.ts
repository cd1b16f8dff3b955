// What the sampling worker is given and what it tells.

import type { Clamp } from '../protocol/index.ts';
import type { ModelSettings, SamplingSettings, SamplingStage } from '../protocol/settings.ts';
import type { Ids } from '../corpus/symbols.ts';
import type { Context } from './context.ts';

/** A model as it lies in a checkpoint. */
export interface TrainedModel {
  readonly model: ModelSettings;
  readonly vocabulary: number;
  /** How many it tells apart; left out, or 0: it writes. */
  readonly labels?: number;
  /** The averaged parameters where the run keeps them, else the parameters. */
  readonly parameters: Float32Array;
  /** Units that are held at a value while it reads; left out: none. */
  readonly clamps?: readonly Clamp[];
}

/** Models that write one text together, each symbol from a mixture over the union of their symbols. */
export interface Blend {
  /** V of the union. */
  readonly vocabulary: number;
  readonly members: readonly BlendMember[];
}

export interface BlendMember {
  readonly trained: TrainedModel;
  /** Above 0; the weights of all members sum to 1. */
  readonly weight: number;
  /** (V of the union): this model's id of each symbol; −1 where it lacks it. */
  readonly own: Int32Array;
  /** What this model reads before the text, in its own ids; at least one. */
  readonly context: readonly number[];
}

/** Lines one after another: line n is ids[starts[n]] … ids[starts[n + 1] − 1]; none is empty. */
export interface AnswerLines {
  readonly ids: Uint32Array;
  readonly starts: Uint32Array;
}

/** What was drawn, and what the bare model thought of it. */
export interface Drawn {
  readonly ids: Uint32Array;
  /** −log₂ p of each in the model's own distribution, before all stages. */
  readonly surprisals: Float32Array;
}

/** How a text that somebody types could go on. */
export interface CompletionJob extends Context {
  /** (V) */
  readonly symbols: readonly string[];
  /**
   * Where the next symbol will stand in the whole text, in UTF-16 units: chance depends on the seed and the position
   * alone.
   */
  readonly position: number;
  readonly stages: readonly SamplingStage[];
  readonly seed: number;
  /** Symbols at most. */
  readonly length: number;
  readonly alternatives: number;
}

export interface CompletedIds {
  readonly ids: readonly number[];
  /** Of the first symbol, among those that the stages allow. */
  readonly probability: number;
}

/** All sampling and scoring happens in one worker of its own, one job after another. */
export interface SamplingWorker {
  /**
   * Tells the ids as they are drawn, in batches a person sees as a stream (every 30 ms or so). Resolves with all that
   * was drawn when the length is reached, a stop string stands there, or `signal` aborts. Best-of and beam search tell
   * their text at the end. With an empty prompt the model is fed `first` instead (the id of the newline, else of the
   * commonest symbol), which is not part of the text.
   */
  generate(
    job: {
      readonly trained: TrainedModel | Blend;
      /** (V) */
      readonly symbols: readonly string[];
      readonly prompt: readonly number[];
      readonly first: number;
      readonly sampling: SamplingSettings;
      /** Texts drawn side by side, with the seeds seed, seed + 1, …; 1 for best-of and beam search. */
      readonly texts: number;
    },
    onDrawn: (drawn: Drawn, text: number) => void,
    signal: AbortSignal,
  ): Promise<{ readonly characters: number; readonly seconds: number }>;
  /**
   * The logits (V) that follow a context (else `first`), as the stages get them. `key` names the model: what begins as
   * the last context of the same model is not read again.
   */
  nextLogits(job: {
    readonly key: string;
    readonly trained: TrainedModel;
    readonly prompt: readonly number[];
    readonly first: number;
  }): Promise<Float32Array>;
  /** Resolves with null where `signal` aborts before the end. `key` and `first` as in `nextLogits`. */
  complete(
    job: Omit<CompletionJob, keyof Context> & {
      readonly key: string;
      readonly trained: TrainedModel;
      readonly prompt: readonly number[];
      readonly first: number;
    },
    signal: AbortSignal,
  ): Promise<readonly CompletedIds[] | null>;
  /** −log₂ p of every id of a text that follows a prompt (else `first`), in the model's own distribution. */
  weigh(job: {
    readonly trained: TrainedModel | Blend;
    readonly prompt: readonly number[];
    readonly first: number;
    readonly text: readonly number[];
  }): Promise<Float32Array>;
  /**
   * Mean loss of every character but the first, state carried from the first; nats.
   * @throws CharloomError 'corpus-too-small' if there are fewer than two
   */
  score(job: {
    readonly trained: TrainedModel;
    readonly ids: Ids;
  }): Promise<{ readonly characters: number; readonly nats: number }>;
  /**
   * The loss of every character by itself, nats; NaN for the first, which nothing comes before. Tells the share that is
   * done, and ends as soon as `signal` aborts.
   * @throws Error: the reason that the signal gives
   */
  scoreEach(
    job: { readonly trained: TrainedModel; readonly ids: Ids },
    options: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
  ): Promise<Float32Array>;
  /** (L, outputs): the logits at the end of each line, of a model that tells labels apart. */
  answer(job: { readonly trained: TrainedModel } & AnswerLines): Promise<Float32Array>;
  /** (symbols, outputs): the logits after each symbol of a line. */
  follow(job: { readonly trained: TrainedModel; readonly line: Uint32Array }): Promise<Float32Array>;
  terminate(): Promise<void>;
}

/** `src-engine/sampling/client.ts` exports `startSamplingWorker` of this type. */
export type StartSamplingWorker = () => SamplingWorker;
