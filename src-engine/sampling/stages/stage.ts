// What a stage of the softmax pipeline is: scores → scores in place, −∞ for what is ruled out. A stage sees the moment
// it is asked at and nothing else; only mirostat learns from what was drawn. And what there is to know of a kind of
// stage: one record, in a file of its own.

import type { CorpusUnit, StageKind } from '../../protocol/choices.ts';
import type { SamplingStage } from '../../protocol/settings.ts';
import type { StageOption, StageOptionOf, StageValues } from '../../protocol/stages.ts';
import type { Random } from '../../random/xoshiro.ts';
import type { History } from '../history.ts';
import type { FieldOf, OptionRule } from '../fields.ts';
import type { Sentence, SentenceValue } from '../../protocol/text/sentences.ts';

export interface Moment {
  /** What was read and drawn so far, the newest last. */
  readonly history: History;
  /** Characters drawn so far. */
  readonly drawn: number;
  readonly random: Random;
}

export interface Stage {
  /**
   * `scores` (V) are logits, at least one of them finite. Only a stage whose record says so may rule out all that is
   * left.
   */
  apply(scores: Float64Array, moment: Moment): void;
  /** Told which symbol was drawn after the last `apply`. */
  accept?(id: number): void;
}

/** How a text is written, as far as stages decide it and options depend on it. */
export const stageModes = ['greedy', 'mirostat', 'ramp'] as const;
export type StageMode = (typeof stageModes)[number];

/** What of a stage's values a model lacks the symbols for. */
export interface UnusableParts {
  readonly parts: readonly string[];
  /** @param named the parts, as a sentence names them */
  readonly says: (named: SentenceValue) => Sentence;
}

export interface StageDefinition<Kind extends StageKind = StageKind> {
  /**
   * The version of the stored settings of texts that has it first: one more than the newest before
   * (`sampling/stored.ts`).
   */
  readonly since: number;
  /** What suits characters: where a control begins when it is switched on. */
  readonly default: SamplingStage<Kind>;
  readonly fields: { readonly [Key in keyof StageValues[Kind]]-?: FieldOf<Exclude<StageValues[Kind][Key], undefined>> };
  /** Of the command line; their words stand in the protocol. */
  readonly options: {
    readonly [Name in StageOptionOf<Kind>]: OptionRule<keyof StageValues[Kind] & string, StageOption>;
  };
  /** What values have that none of the given options sets, where that is not the default. */
  readonly unasked?: Partial<StageValues[Kind]>;
  /**
   * What options of which each alone does not say it set together.
   * @param given what the options set that are numbers, or stand for one
   * @param length of the text
   */
  together?(given: { readonly [Name in StageOptionOf<Kind>]?: number }, length: number): Partial<StageValues[Kind]>;
  /** Whether it may rule out all that is left, by the text alone: then the text ends, whatever the model says. */
  readonly mayEndText?: true;
  /** Whether it has an effect where the likeliest symbol is taken all along. */
  readonly actsOnGreedy: boolean;
  /**
   * Whether it says which symbols are wanted, and not how one is drawn: beam search has a use for it, which draws
   * nothing.
   */
  readonly prefersSymbols: boolean;
  /** Whether it draws random numbers itself. */
  readonly drawsNumbers: boolean;
  /**
   * Why these values change nothing, as the end of a sentence; null: they may change something.
   * @param symbols V, where it is known
   */
  idleBecause(stage: SamplingStage<Kind>, symbols: number | null): Sentence | null;
  /** How is written with these values; none by default: nothing depends on them. */
  modes?(stage: SamplingStage<Kind>): readonly StageMode[];
  /** Why these values are nonsense, and what to do; null: they are none. @param unit of the model's symbols */
  refusal?(stage: SamplingStage<Kind>, unit: CorpusUnit): Sentence | null;
  /** What of these values a model with these symbols can do nothing with. */
  unusable?(stage: SamplingStage<Kind>, symbols: readonly string[]): UnusableParts;
  /** Symbols that it looks back at; none by default. */
  reach?(stage: SamplingStage<Kind>): number;
  /** @param symbols (V) the model's symbols */
  make(stage: SamplingStage<Kind>, symbols: readonly string[]): Stage;
}
