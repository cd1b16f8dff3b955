// The stages of the softmax pipeline, one file a kind. This is where a new one is registered.

import type { CorpusUnit, StageKind } from '../../protocol/choices.ts';
import type { SamplingStage } from '../../protocol/settings.ts';
import type { StageOption } from '../../protocol/stages.ts';
import { ban } from './ban.ts';
import { bias } from './bias.ts';
import { dry } from './dry.ts';
import type { ValueFor } from '../fields.ts';
import { frequency } from './frequency.ts';
import { minP } from './min-p.ts';
import { mirostat } from './mirostat.ts';
import { repetition } from './repetition.ts';
import type { Stage, StageDefinition, StageMode, UnusableParts } from './stage.ts';
import { temperature } from './temperature.ts';
import { topK } from './top-k.ts';
import { topP } from './top-p.ts';
import { typical } from './typical.ts';
import { xtc } from './xtc.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';

/** In the order in which the command line lists their options. */
const all = {
  temperature,
  'top-k': topK,
  'top-p': topP,
  'min-p': minP,
  typical,
  repetition,
  frequency,
  dry,
  xtc,
  mirostat,
  bias,
  ban,
};

export const stages: { readonly [Kind in StageKind]: StageDefinition<Kind> } = all;

/** What may be given for the options of the stages on the command line. */
export type StageOptionValues = { readonly [Name in StageOption]?: ValueFor<RuleOf<Name>> };

type RuleOf<Name> = {
  [Kind in StageKind]: Name extends keyof (typeof all)[Kind]['options'] ? (typeof all)[Kind]['options'][Name] : never;
}[StageKind];

/** @param symbols (V) the model's symbols */
export function makeStage<Kind extends StageKind>(stage: SamplingStage<Kind>, symbols: readonly string[]): Stage {
  return stages[stage.kind].make(stage, symbols);
}

/** Symbols that a stage looks back at. */
export function reachOf<Kind extends StageKind>(stage: SamplingStage<Kind>): number {
  return stages[stage.kind].reach?.(stage) ?? 0;
}

/** How is written with a stage. */
export function modesOfStage<Kind extends StageKind>(stage: SamplingStage<Kind>): readonly StageMode[] {
  return stages[stage.kind].modes?.(stage) ?? [];
}

/** Why the values of a stage are nonsense, and what to do; null: they are none. @param unit of the model's symbols */
export function refusalOf<Kind extends StageKind>(stage: SamplingStage<Kind>, unit: CorpusUnit): Sentence | null {
  return stages[stage.kind].refusal?.(stage, unit) ?? null;
}

/** What of a stage a model with these symbols can do nothing with; null: all of it can be used. */
export function unusableIn<Kind extends StageKind>(
  stage: SamplingStage<Kind>,
  symbols: readonly string[],
): UnusableParts | null {
  return stages[stage.kind].unusable?.(stage, symbols) ?? null;
}

/** Why a stage with these values changes nothing; null: it may change something. @param symbols V, where it is known */
export function idleBecause<Kind extends StageKind>(
  stage: SamplingStage<Kind>,
  symbols: number | null,
): Sentence | null {
  return stages[stage.kind].idleBecause(stage, symbols);
}
