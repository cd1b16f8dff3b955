// The stages of the softmax pipeline as both sides know them: the values of each, and how window and command line name,
// explain and show it, one entry a stage. Limits, defaults and what a stage does stand in src-engine/sampling/stages.

import type { StageKind } from './choices.ts';
import { samplingLimits } from './sampling-limits.ts';

/** What may be set about each stage. */
export interface StageValues {
  /** Added to the logits of single symbols. */
  readonly bias: { readonly biases: readonly SymbolBias[] };
  /** Strings that are never finished. */
  readonly ban: { readonly strings: readonly string[]; readonly ignoreCase: boolean };
  /** Makes what stands in the last `window` characters less likely, once each. */
  readonly repetition: { readonly penalty: number; readonly window: number };
  /** Subtracts `frequency` for every occurrence in the window, and `presence` once. */
  readonly frequency: { readonly frequency: number; readonly presence: number; readonly window: number };
  /** Punishes going on as before after at least `allowed` characters that stand alike in the window. */
  readonly dry: {
    readonly multiplier: number;
    readonly base: number;
    readonly allowed: number;
    readonly window: number;
    /** Symbols that no match reaches across. */
    readonly breakers: readonly string[];
  };
  readonly 'top-k': { readonly k: number };
  readonly typical: { readonly mass: number };
  readonly 'top-p': { readonly mass: number };
  readonly 'min-p': { readonly share: number };
  readonly xtc: { readonly probability: number; readonly threshold: number };
  readonly temperature: {
    readonly temperature: number;
    /** Goes evenly to another temperature over so many characters. */
    readonly ramp?: { readonly to: number; readonly over: number };
  };
  /** Aims at `tau` bits of surprise a character; `eta` is how fast it learns. */
  readonly mirostat: { readonly tau: number; readonly eta: number };
}

export interface SymbolBias {
  readonly symbol: string;
  readonly bias: number;
}

/** A number of a stage as the window sets it, with a slider. */
export interface NumberWords {
  readonly label: string;
  /** The range that makes sense for characters; the limits may lie further out. */
  readonly slider: readonly [min: number, max: number, step: number];
  /** Digits behind the point, or a share of 1 as a percentage. */
  readonly shown: 0 | 1 | 2 | 3 | 'percent';
  /** Whether it is shown with its sign. */
  readonly signed?: true;
}

/** A number that is typed. */
export interface EntryWords {
  readonly label: string;
  readonly unit: string;
  readonly limits: readonly [min: number, max: number];
}

/** Values that are switched on together. */
export interface GroupWords<Group> {
  readonly title: string;
  /** What the stage does once they are switched on. */
  readonly hint: string;
  /** What they are when they are switched on. */
  readonly initial: Group;
  readonly numbers: { readonly [Key in keyof Group]: NumberWords | EntryWords };
}

/** The number of each member of a list. Its label is the member itself. */
export interface MemberWords {
  /** Of a member that is added. */
  readonly initial: number;
  readonly number: Omit<NumberWords, 'label'>;
}

/** An option of the command line. */
export interface OptionWords {
  /** The name of its value; none: it is a flag. */
  readonly argument?: string;
  readonly help: string;
  /** What it comes to where it is not given, unless that is the stage's default. */
  readonly unset?: string;
}

export type StageWords<Kind extends StageKind = StageKind> = OwnWords<Kind> & GroupsWords<Kind> & MembersWords<Kind>;

interface OwnWords<Kind extends StageKind> {
  /** Whether it stands before all others, wherever it is put: so these choose among what may be written. */
  readonly comesFirst?: true;
  readonly title: string;
  /** One line: what it does. */
  readonly hint: string;
  /** In the order of the sliders. */
  readonly numbers: { readonly [Key in NumberKey<Kind>]: NumberWords };
  /** By the camel-case form of its name, in the order of the help. What switches the stage on comes first. */
  readonly options: Readonly<Record<string, OptionWords>>;
}

/** Of a stage that has such values. */
type GroupsWords<Kind extends StageKind> = [GroupKey<Kind>] extends [never]
  ? unknown
  : { readonly groups: { readonly [Key in GroupKey<Kind>]: GroupWords<Exclude<StageValues[Kind][Key], undefined>> } };

/** Of a stage that has such a list. */
type MembersWords<Kind extends StageKind> = [KeyOf<Kind, readonly SymbolBias[]>] extends [never]
  ? unknown
  : { readonly members: { readonly [Key in KeyOf<Kind, readonly SymbolBias[]>]: MemberWords } };

type NumberKey<Kind extends StageKind> = KeyOf<Kind, number>;

type GroupKey<Kind extends StageKind> = KeyOf<Kind, Readonly<Record<string, number>>>;

/** The values of a stage that are of this type, where they are there. */
type KeyOf<Kind extends StageKind, Value> = {
  [Key in keyof StageValues[Kind]]-?: Exclude<StageValues[Kind][Key], undefined> extends Value ? Key : never;
}[keyof StageValues[Kind]];

const lookedBack = { label: 'Characters looked back at', shown: 0 } as const;

/** Of all penalties at once. */
const penaltyWindow = { argument: 'characters', help: 'how far these penalties look back' };

/** In the order of the help. */
export const stageWords = {
  temperature: {
    title: 'Temperature',
    hint: 'Below 1 safer, above 1 wilder; at 0 always the likeliest.',
    numbers: { temperature: { label: 'Temperature', slider: [0, 2, 0.05], shown: 2 } },
    groups: {
      ramp: {
        title: 'Vary over the text',
        hint: 'Goes evenly from the first temperature to the one at the end, and stays there. Below 1 safer, above 1 wilder.',
        initial: { to: 0.5, over: 1000 },
        numbers: {
          to: { label: 'Temperature at the end', slider: [0, 2, 0.05], shown: 2 },
          over: { label: 'Reached after', unit: 'characters', limits: samplingLimits.temperatureOver },
        },
      },
    },
    options: {
      temperature: { argument: 'value', help: 'below 1 safer, above 1 wilder, 0 always the likeliest' },
      temperatureEnd: {
        argument: 'value',
        help: 'change the temperature evenly until it is this …',
        unset: 'off',
      },
      temperatureOver: { argument: 'characters', help: '… over this many characters', unset: 'the whole text' },
      greedy: { help: 'always the likeliest symbol: temperature 0' },
    },
  },
  'top-k': {
    title: 'Top-k',
    hint: 'Keeps only the k likeliest characters.',
    numbers: { k: { label: 'Characters kept', slider: [1, 100, 1], shown: 0 } },
    options: { topK: { argument: 'n', help: 'only the n likeliest symbols', unset: 'off' } },
  },
  'top-p': {
    title: 'Top-p',
    hint: 'Keeps the likeliest characters that together reach this probability.',
    numbers: { mass: { label: 'Probability kept', slider: [0, 1, 0.01], shown: 'percent' } },
    options: {
      topP: {
        argument: 'mass',
        help: 'only the likeliest symbols that together reach this probability',
        unset: 'off',
      },
    },
  },
  'min-p': {
    title: 'Min-p',
    hint: 'Drops what has less than this share of the likeliest character’s probability.',
    numbers: { share: { label: 'Share of the likeliest', slider: [0, 0.5, 0.005], shown: 3 } },
    options: {
      minP: {
        argument: 'share',
        help: 'only symbols with at least this share of the likeliest one',
        unset: 'off',
      },
    },
  },
  typical: {
    title: 'Typical',
    hint: 'Keeps the characters that surprise about as much as is to be expected here.',
    numbers: { mass: { label: 'Probability kept', slider: [0, 1, 0.01], shown: 'percent' } },
    options: {
      typical: {
        argument: 'mass',
        help: 'only symbols about as surprising as is to be expected, up to this probability',
        unset: 'off',
      },
    },
  },
  repetition: {
    title: 'Repetition penalty',
    hint: 'Makes every character that was just used less likely, once each.',
    numbers: {
      penalty: { label: 'Penalty', slider: [1, 2, 0.01], shown: 2 },
      window: { ...lookedBack, slider: [0, 1000, 1] },
    },
    options: {
      repetitionPenalty: {
        argument: 'value',
        help: 'make symbols in the window less likely; 1: no change',
        unset: 'off',
      },
      penaltyWindow,
    },
  },
  frequency: {
    title: 'Frequency and presence',
    hint: 'Takes away a little for every time a character was used, and something once.',
    numbers: {
      frequency: { label: 'For every use', slider: [0, 0.5, 0.005], shown: 3 },
      presence: { label: 'Once', slider: [0, 2, 0.05], shown: 2 },
      window: { ...lookedBack, slider: [0, 1000, 1] },
    },
    options: {
      frequencyPenalty: {
        argument: 'value',
        help: 'subtract this from a logit for every occurrence in the window',
        unset: 'off',
      },
      presencePenalty: {
        argument: 'value',
        help: 'subtract this once from the logits of symbols in the window',
        unset: 'off',
      },
      penaltyWindow,
    },
  },
  dry: {
    title: 'No long repetitions (DRY)',
    hint: 'Makes it ever harder to go on repeating a passage that stands there already.',
    numbers: {
      multiplier: { label: 'Strength', slider: [0, 5, 0.1], shown: 1 },
      base: { label: 'Growth', slider: [1, 3, 0.05], shown: 2 },
      allowed: { label: 'Free up to characters', slider: [2, 60, 1], shown: 0 },
      window: { ...lookedBack, slider: [0, 10_000, 1] },
    },
    options: {
      dry: { argument: 'multiplier', help: 'how strongly to punish going on with a long repetition' },
      dryBase: { argument: 'value', help: 'how fast that grows with the length of the repetition' },
      dryAllowed: { argument: 'characters', help: 'repetitions up to this length are free' },
      dryWindow: { argument: 'characters', help: 'how far back repetitions are looked for' },
    },
  },
  xtc: {
    title: 'Leave out the obvious (XTC)',
    hint: 'Now and then drops all likely characters but the least likely of them.',
    numbers: {
      probability: { label: 'How often', slider: [0, 1, 0.01], shown: 'percent' },
      threshold: { label: 'What counts as likely', slider: [0, 1, 0.01], shown: 'percent' },
    },
    options: {
      xtcProbability: { argument: 'value', help: 'how often all top choices but the least likely are dropped' },
      xtcThreshold: { argument: 'value', help: 'the probability that makes a symbol a top choice' },
    },
  },
  mirostat: {
    title: 'Steady surprise (Mirostat)',
    hint: 'Steers towards so many bits of surprise per character, whatever comes.',
    numbers: {
      tau: { label: 'Bits per character', slider: [0, 6, 0.05], shown: 2 },
      eta: { label: 'How fast it steers', slider: [0, 1, 0.01], shown: 2 },
    },
    options: {
      mirostat: { argument: 'bits', help: 'aim at this many bits of surprise per character (mirostat 2)' },
      mirostatRate: { argument: 'value', help: 'how fast mirostat learns' },
    },
  },
  bias: {
    title: 'Favour or avoid characters',
    hint: 'Adds to the scores of single characters: +1 makes one nearly three times as likely.',
    numbers: {},
    members: { biases: { initial: -2, number: { slider: [-10, 10, 0.1], shown: 1, signed: true } } },
    options: {
      bias: {
        argument: 'symbol=value...',
        help: 'add to the logits of symbols, such as "e=-2" "\\n=1"',
        unset: 'none',
      },
    },
  },
  ban: {
    comesFirst: true,
    title: 'Never write',
    hint: 'Keeps these words or characters from being written, also where the prompt has begun one. Comes before all else.',
    numbers: {},
    options: {
      ban: {
        argument: 'text...',
        help: 'never write this, nor finish it where the prompt has begun it; upper and lower case alike',
        unset: 'nothing is banned',
      },
      matchCase: { help: 'with --ban: upper and lower case count as different' },
    },
  },
} as const satisfies { readonly [Kind in StageKind]: StageWords<Kind> };

/** Whether a stage stands before all others, wherever it is put. */
export function comesFirst(kind: StageKind): boolean {
  return 'comesFirst' in stageWords[kind];
}

/** The options of a stage. */
export type StageOptionOf<Kind extends StageKind> = Kind extends StageKind
  ? keyof (typeof stageWords)[Kind]['options']
  : never;

/** An option of any stage. */
export type StageOption = StageOptionOf<StageKind>;
