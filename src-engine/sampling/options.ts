// The options that shape a text, as the command line has them: those of the stages and of the decodings out of their
// rules, and the few that belong to neither.

import type { StageKind } from '../protocol/choices.ts';
import type { DecodingOption } from '../protocol/decodings.ts';
import type { StageOption } from '../protocol/stages.ts';
import type { OptionRule } from './fields.ts';
import { stages } from './stages/index.ts';
import type { Sentence } from '../protocol/text/sentences.ts';

/** Options that belong to no stage and no decoding. */
export const otherOptions = ['length', 'seed', 'streams', 'stop', 'blend'] as const;

export type SamplingOption = StageOption | DecodingOption | (typeof otherOptions)[number];

/** An option, what it belongs to, and what becomes of it. */
export interface RuledOption<Kind extends string, Option extends SamplingOption> {
  readonly option: Option;
  readonly kind: Kind;
  readonly rule: OptionRule;
}

interface WithOptions {
  readonly options: Readonly<Record<string, OptionRule>>;
}

/** All options of stages or decodings, in the order of the help; one that two share stands there twice. */
export function ruledOptions<Kind extends string, Option extends SamplingOption>(
  definitions: Readonly<Record<Kind, WithOptions>>,
): readonly RuledOption<Kind, Option>[] {
  return (Object.keys(definitions) as Kind[]).flatMap((kind) =>
    Object.entries(definitions[kind].options).map(([option, rule]) => ({ option: option as Option, kind, rule })),
  );
}

export const stageOptions = ruledOptions<StageKind, StageOption>(stages);

/** Of the stages of which this is true. */
export function stageOptionsWhere(isMeant: (option: (typeof stageOptions)[number]) => boolean): readonly StageOption[] {
  return stageOptions.filter(isMeant).map(({ option }) => option);
}

/** Options that have no effect together with something else. */
export interface IdleRule {
  readonly options: readonly SamplingOption[];
  /** These bring the effect back. */
  readonly unless?: readonly SamplingOption[];
  /** Why, as the end of a sentence. */
  readonly reason: Sentence;
  /** Whether it does no harm and is only named: a seed may stand in every script. */
  readonly isHarmless?: boolean;
}
