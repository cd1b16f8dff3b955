// Which of all that may be set about writing has an effect, and where it has none, as a table that window and command
// line consult:
// what is asked for in vain is refused or named, never ignored in silence.

import { decodingKinds } from '../protocol/choices.ts';
import type { DecodingKind, StageKind } from '../protocol/choices.ts';
import type { SamplingNote, SamplingStage } from '../protocol/index.ts';
import type { StageOption } from '../protocol/stages.ts';
import { decodingOptions, decodings } from './decodings/index.ts';
import { otherOptions, stageOptions, stageOptionsWhere } from './options.ts';
import type { IdleRule, SamplingOption } from './options.ts';
import { idleBecause, modesOfStage, stages } from './stages/index.ts';
import { stageModes } from './stages/stage.ts';
import type { StageMode } from './stages/stage.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';

/** All that shapes a text, as the command line names it. */
export const samplingOptions: readonly SamplingOption[] = [
  ...new Set([...otherOptions, ...[...decodingOptions, ...stageOptions].map(({ option }) => option)]),
];

/** How is written, as far as options depend on it. Several may hold at once. */
export const samplingModes = [
  ...decodingKinds,
  ...stageModes,
  'streams',
  'blend',
  'one character',
  'distribution',
] as const;

export type SamplingMode = (typeof samplingModes)[number];

const dice = stageOptionsWhere(({ kind }) => stages[kind].drawsNumbers);

const later: IdleRule = {
  options: stageOptionsWhere(({ rule }) => rule.isLate === true),
  reason: sentence`only one character is drawn`,
};

/** What has no effect, by the way of writing; of the decodings they say it themselves. */
const idleIn: Readonly<Record<Exclude<SamplingMode, DecodingKind>, readonly IdleRule[]>> = {
  greedy: [
    { options: ['temperatureEnd', 'temperatureOver'], reason: sentence`the likeliest symbol is taken all along` },
    {
      options: stageOptionsWhere(({ kind }) => !stages[kind].actsOnGreedy),
      reason: sentence`the likeliest symbol is taken, and it always stays`,
    },
    { options: ['streams', ...vainOnGreedy()], unless: dice, reason: sentence`all texts would be the same` },
    { options: ['seed'], unless: dice, reason: sentence`nothing is drawn`, isHarmless: true },
  ],
  mirostat: [],
  ramp: [],
  streams: [],
  blend: [],
  'one character': [later],
  distribution: [later, { options: ['seed'], unless: dice, reason: sentence`nothing is drawn`, isHarmless: true }],
};

function vainOnGreedy(): readonly SamplingOption[] {
  return decodingOptions.filter(({ kind }) => !decodings[kind].actsOnGreedy).map(({ option }) => option);
}

function rulesOf(mode: SamplingMode): readonly IdleRule[] {
  return isDecoding(mode) ? decodings[mode].idle : idleIn[mode];
}

export function isDecoding(mode: SamplingMode): mode is DecodingKind {
  return mode in decodings;
}

interface Companion {
  readonly option: SamplingOption;
  /** One of these has to be there. */
  readonly of: readonly SamplingOption[];
}

/** Options that only say how another one works. */
export const companions: readonly Companion[] = findCompanions();

/** Of an option that stages share, the options of all of them. */
function findCompanions(): readonly Companion[] {
  const byOption = new Map<SamplingOption, readonly SamplingOption[]>();
  for (const { option, rule } of [...stageOptions, ...decodingOptions]) {
    const needs = rule.needs as readonly SamplingOption[] | undefined;
    if (needs) byOption.set(option, [...(byOption.get(option) ?? []), ...needs]);
  }
  return Array.from(byOption, ([option, of]) => ({ option, of }));
}

export interface Idle {
  readonly option: SamplingOption;
  readonly mode: SamplingMode;
  readonly reason: Sentence;
  readonly isHarmless: boolean;
}

/** The given options that have no effect in these modes, each once. */
export function idleOptions(given: ReadonlySet<SamplingOption>, modes: Iterable<SamplingMode>): readonly Idle[] {
  const found = new Map<SamplingOption, Idle>();
  for (const mode of modes) {
    for (const { options, unless = [], reason, isHarmless = false } of rulesOf(mode)) {
      if (unless.some((option) => given.has(option))) continue;
      for (const option of options) {
        if (given.has(option) && !found.has(option)) found.set(option, { option, mode, reason, isHarmless });
      }
    }
  }
  return [...found.values()];
}

/** The first option that is given without the one that it belongs to. */
export function lonelyCompanion(given: ReadonlySet<SamplingOption>): Companion | undefined {
  return companions.find(({ option, of }) => given.has(option) && !of.some((other) => given.has(other)));
}

/** How is written with these stages. */
export function modesOfStages(pipeline: readonly SamplingStage[]): readonly StageMode[] {
  return pipeline.flatMap((stage) => modesOfStage(stage));
}

/** The option that switches a stage on: the first of its own. */
export function optionOf(kind: StageKind): StageOption {
  const [option] = Object.keys(stages[kind].options) as StageOption[];
  return option;
}

/** The option that chooses a decoding: the first of its own; null for the one that needs no choosing. */
export function choosing(kind: DecodingKind): SamplingOption | null {
  return decodingOptions.find((other) => other.kind === kind)?.option ?? null;
}

/**
 * What of these stages, the decoding and the seed has no effect on a text.
 * @param symbols V; null where it is not known
 */
export function idleStages(
  pipeline: readonly SamplingStage[],
  decoding: DecodingKind,
  symbols: number | null,
): readonly SamplingNote[] {
  const chosen = choosing(decoding);
  const ways = chosen === null ? [] : [chosen];
  const given = new Set<SamplingOption>(['seed', ...ways, ...pipeline.map(({ kind }) => optionOf(kind))]);
  const modes: SamplingMode[] = [...modesOfStages(pipeline), decoding];
  const byMode = new Map(idleOptions(given, modes).map(({ option, reason }) => [option, reason]));
  const notes = pipeline.flatMap((stage): SamplingNote[] => {
    const reason = byMode.get(optionOf(stage.kind)) ?? idleBecause(stage, symbols);
    return reason === null ? [] : [{ about: stage.kind, sentence: sentence`No effect: ${reason}.` }];
  });
  const others = [
    ['decoding', chosen],
    ['seed', 'seed'],
  ] as const;
  return [
    ...notes,
    ...others.flatMap(([about, option]): SamplingNote[] => {
      const reason = option === null ? undefined : byMode.get(option);
      return reason === undefined ? [] : [{ about, sentence: sentence`No effect: ${reason}.` }];
    }),
  ];
}
