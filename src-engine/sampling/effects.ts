// Which of all that may be set about writing has an effect, and where it has none, as a table that window and command line consult:
// what is asked for in vain is refused or named, never ignored in silence.

import type { StageKind } from '../protocol/choices.ts';
import type { Decoding, SamplingNote, SamplingStage } from '../protocol/index.ts';
import type { StageOption } from '../protocol/stages.ts';
import { idleBecause, stages } from './stages/index.ts';
import type { OptionRule } from './stages/stage.ts';

/** Options that shape a text and belong to no stage. */
const otherOptions = ['length', 'seed', 'streams', 'stop', 'blend', 'beam', 'lengthPenalty', 'bestOf'] as const;

export type SamplingOption = StageOption | (typeof otherOptions)[number];

interface RuledOption {
  readonly option: StageOption;
  readonly kind: StageKind;
  readonly rule: OptionRule;
}

/** All options of all stages, in the order of the help; one that two stages share stands there twice. */
export const stageOptions: readonly RuledOption[] = (Object.keys(stages) as StageKind[]).flatMap((kind) =>
  Object.entries<OptionRule>(stages[kind].options).map(([option, rule]) => ({
    option: option as StageOption,
    kind,
    rule,
  })),
);

/** All that shapes a text, as the command line names it. */
export const samplingOptions: readonly SamplingOption[] = [
  ...new Set([...otherOptions, ...stageOptions.map(({ option }) => option)]),
];

/** How is written, as far as options depend on it. Several may hold at once. */
export const samplingModes = [
  'greedy',
  'beam',
  'best-of',
  'mirostat',
  'ramp',
  'streams',
  'blend',
  'one character',
  'distribution',
] as const;

export type SamplingMode = (typeof samplingModes)[number];

export interface IdleRule {
  readonly options: readonly SamplingOption[];
  /** These bring the effect back. */
  readonly unless?: readonly SamplingOption[];
  /** Why, as the end of a sentence. */
  readonly reason: string;
  /** Whether it does no harm and is only named: a seed may stand in every script. */
  readonly isHarmless?: boolean;
}

function optionsOf(isMeant: (option: RuledOption) => boolean): readonly StageOption[] {
  return stageOptions.filter(isMeant).map(({ option }) => option);
}

const dice = optionsOf(({ kind }) => stages[kind].drawsNumbers);

const later: IdleRule = {
  options: optionsOf(({ rule }) => rule.isLate === true),
  reason: 'only one character is drawn',
};

/** What has no effect, by the way of writing. */
const idleIn: Readonly<Record<SamplingMode, readonly IdleRule[]>> = {
  greedy: [
    { options: ['temperatureEnd', 'temperatureOver'], reason: 'the likeliest symbol is taken all along' },
    {
      options: optionsOf(({ kind }) => !stages[kind].actsOnGreedy),
      reason: 'the likeliest symbol is taken, and it always stays',
    },
    { options: ['streams', 'bestOf'], unless: dice, reason: 'all texts would be the same' },
    { options: ['seed'], unless: dice, reason: 'nothing is drawn', isHarmless: true },
  ],
  beam: [
    {
      options: optionsOf(({ kind }) => !stages[kind].prefersSymbols),
      reason: 'beam search draws nothing, it looks for the likeliest text',
    },
    { options: ['streams', 'bestOf'], reason: 'beam search finds one text' },
    { options: ['lengthPenalty'], unless: ['stop', 'ban'], reason: 'all texts are equally long without a stop string' },
    { options: ['seed'], reason: 'beam search draws nothing', isHarmless: true },
  ],
  'best-of': [{ options: ['streams'], reason: 'one text is kept' }],
  mirostat: [],
  ramp: [],
  streams: [],
  blend: [],
  'one character': [later],
  distribution: [later, { options: ['seed'], unless: dice, reason: 'nothing is drawn', isHarmless: true }],
};

interface Companion {
  readonly option: SamplingOption;
  /** One of these has to be there. */
  readonly of: readonly SamplingOption[];
}

/** Options that only say how another one works. */
export const companions: readonly Companion[] = [...companionsOfStages(), { option: 'lengthPenalty', of: ['beam'] }];

/** Of an option that stages share, the options of all of them. */
function companionsOfStages(): readonly Companion[] {
  const byOption = new Map<StageOption, readonly StageOption[]>();
  for (const { option, rule } of stageOptions) {
    if (rule.needs) byOption.set(option, [...(byOption.get(option) ?? []), ...rule.needs]);
  }
  return Array.from(byOption, ([option, of]) => ({ option, of }));
}

export interface Idle {
  readonly option: SamplingOption;
  readonly mode: SamplingMode;
  readonly reason: string;
  readonly isHarmless: boolean;
}

/** The given options that have no effect in these modes, each once. */
export function idleOptions(given: ReadonlySet<SamplingOption>, modes: Iterable<SamplingMode>): readonly Idle[] {
  const found = new Map<SamplingOption, Idle>();
  for (const mode of modes) {
    for (const { options, unless = [], reason, isHarmless = false } of idleIn[mode]) {
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

/** Whether the likeliest symbol is taken all along. */
export function isGreedy(pipeline: readonly SamplingStage[]): boolean {
  return pipeline.some((stage) => stage.kind === 'temperature' && stage.temperature === 0 && stage.ramp === undefined);
}

/** The option that switches a stage on: the first of its own. */
function optionOf(kind: StageKind): StageOption {
  const [option] = Object.keys(stages[kind].options) as StageOption[];
  return option;
}

/** What of these stages, and the seed, has no effect on a text. @param symbols V; null where it is not known */
export function idleStages(
  pipeline: readonly SamplingStage[],
  decoding: Decoding['kind'],
  symbols: number | null,
): readonly SamplingNote[] {
  const given = new Set<SamplingOption>(['seed', ...pipeline.map(({ kind }) => optionOf(kind))]);
  const modes: SamplingMode[] = [
    ...(isGreedy(pipeline) ? ['greedy' as const] : []),
    ...(decoding === 'beam' ? ['beam' as const] : []),
  ];
  const byMode = new Map(idleOptions(given, modes).map(({ option, reason }) => [option, reason]));
  const notes = pipeline.flatMap((stage): SamplingNote[] => {
    const reason = byMode.get(optionOf(stage.kind)) ?? idleBecause(stage, symbols);
    return reason === null ? [] : [{ about: stage.kind, sentence: `No effect: ${reason}.` }];
  });
  const seed = byMode.get('seed');
  return seed === undefined ? notes : [...notes, { about: 'seed', sentence: `No effect: ${seed}.` }];
}
