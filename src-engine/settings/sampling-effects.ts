// Which of all that may be set about writing has an effect, and where it has none, as a table that window and command line consult:
// what is asked for in vain is refused or named, never ignored in silence.

import type { Decoding, SamplingNote, SamplingStage } from '../protocol/index.ts';

/** All that shapes a text, as the command line names it. */
export const samplingOptions = [
  'length',
  'seed',
  'streams',
  'stop',
  'blend',
  'temperature',
  'temperatureEnd',
  'temperatureOver',
  'greedy',
  'topK',
  'topP',
  'minP',
  'typical',
  'repetitionPenalty',
  'frequencyPenalty',
  'presencePenalty',
  'penaltyWindow',
  'dry',
  'dryBase',
  'dryAllowed',
  'dryWindow',
  'xtcProbability',
  'xtcThreshold',
  'mirostat',
  'mirostatRate',
  'bias',
  'ban',
  'matchCase',
  'beam',
  'lengthPenalty',
  'bestOf',
] as const;

export type SamplingOption = (typeof samplingOptions)[number];

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

const shaping = [
  'temperature',
  'temperatureEnd',
  'temperatureOver',
  'greedy',
  'topK',
  'topP',
  'minP',
  'typical',
] as const;
const dice = ['xtcProbability', 'xtcThreshold'] as const;
const steering = ['mirostat', 'mirostatRate'] as const;

const later = {
  options: ['temperatureEnd', 'temperatureOver', 'mirostatRate'],
  reason: 'only one character is drawn',
} as const;

/** What has no effect, by the way of writing. */
const idleIn: Readonly<Record<SamplingMode, readonly IdleRule[]>> = {
  greedy: [
    { options: ['temperatureEnd', 'temperatureOver'], reason: 'the likeliest symbol is taken all along' },
    { options: ['topK', 'topP', 'minP', ...steering], reason: 'the likeliest symbol is taken, and it always stays' },
    { options: ['streams', 'bestOf'], unless: dice, reason: 'all texts would be the same' },
    { options: ['seed'], unless: dice, reason: 'nothing is drawn', isHarmless: true },
  ],
  beam: [
    {
      options: [...shaping, ...dice, ...steering],
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
export const companions: readonly Companion[] = [
  { option: 'matchCase', of: ['ban'] },
  { option: 'temperatureOver', of: ['temperatureEnd'] },
  { option: 'penaltyWindow', of: ['repetitionPenalty', 'frequencyPenalty', 'presencePenalty'] },
  { option: 'lengthPenalty', of: ['beam'] },
];

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
export function isGreedy(stages: readonly SamplingStage[]): boolean {
  return stages.some((stage) => stage.kind === 'temperature' && stage.temperature === 0 && stage.ramp === undefined);
}

/** The option that switches a stage on. */
const optionsOf: Readonly<Record<SamplingStage['kind'], SamplingOption>> = {
  ban: 'ban',
  bias: 'bias',
  repetition: 'repetitionPenalty',
  frequency: 'frequencyPenalty',
  dry: 'dry',
  'top-k': 'topK',
  typical: 'typical',
  'top-p': 'topP',
  'min-p': 'minP',
  xtc: 'xtcProbability',
  temperature: 'temperature',
  mirostat: 'mirostat',
};

/** What of these stages, and the seed, has no effect on a text. @param symbols V; null where it is not known */
export function idleStages(
  stages: readonly SamplingStage[],
  decoding: Decoding['kind'],
  symbols: number | null,
): readonly SamplingNote[] {
  const given = new Set<SamplingOption>(['seed', ...stages.map(({ kind }) => optionsOf[kind])]);
  const modes: SamplingMode[] = [
    ...(isGreedy(stages) ? ['greedy' as const] : []),
    ...(decoding === 'beam' ? ['beam' as const] : []),
  ];
  const byMode = new Map(idleOptions(given, modes).map(({ option, reason }) => [option, reason]));
  const notes = stages.flatMap((stage): SamplingNote[] => {
    const reason = byMode.get(optionsOf[stage.kind]) ?? idleValue(stage, symbols);
    return reason === null ? [] : [{ about: stage.kind, sentence: `No effect: ${reason}.` }];
  });
  const seed = byMode.get('seed');
  return seed === undefined ? notes : [...notes, { about: 'seed', sentence: `No effect: ${seed}.` }];
}

/** Why a stage with these values changes nothing; null: it may change something. */
function idleValue(stage: SamplingStage, symbols: number | null): string | null {
  switch (stage.kind) {
    case 'bias':
      return stage.biases.length > 0 && stage.biases.every(({ bias }) => bias === 0)
        ? 'a bias of 0 adds nothing'
        : null;
    case 'repetition':
      if (stage.window === 0) return 'it looks back at no character';
      return stage.penalty === 1 ? 'a penalty of 1 changes nothing' : null;
    case 'frequency':
      if (stage.window === 0) return 'it looks back at no character';
      return stage.frequency === 0 && stage.presence === 0 ? 'both penalties are 0' : null;
    case 'dry':
      if (stage.multiplier === 0) return 'a strength of 0 changes nothing';
      return stage.window > stage.allowed ? null : 'it looks back no further than repetitions are free';
    case 'top-k':
      return symbols !== null && stage.k >= symbols ? `the model has ${symbols} symbols, and all are kept` : null;
    case 'top-p':
    case 'typical':
      return stage.mass === 1 ? 'all probability is kept' : null;
    case 'min-p':
      return stage.share === 0 ? 'a share of 0 drops nothing' : null;
    case 'xtc':
      if (stage.probability === 0) return 'it never happens';
      return stage.threshold > 0.5 ? 'two symbols cannot both have more than half of the probability' : null;
    default:
      return null;
  }
}
