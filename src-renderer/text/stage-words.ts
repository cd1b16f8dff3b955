// How the stages of the softmax pipeline are named and explained, and the ranges of their sliders that make sense for characters.

import type { SamplingStage } from '../../src-engine/protocol/index.ts';
import { decimals, percent, plain } from './format.ts';

export type StageKind = SamplingStage['kind'];

/** A number of a stage that a slider sets. */
export interface StageField {
  readonly key: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly shown: (value: number) => string;
}

export interface StageWords {
  readonly title: string;
  /** One line: what it does. */
  readonly hint: string;
  readonly fields: readonly StageField[];
}

function field(
  key: string,
  label: string,
  range: readonly [number, number, number],
  digits: 0 | 1 | 2 | 3 = 2,
): StageField {
  const [min, max, step] = range;
  return { key, label, min, max, step, shown: (value) => (digits === 0 ? plain(value) : decimals(value, digits)) };
}

function share(key: string, label: string): StageField {
  return { key, label, min: 0, max: 1, step: 0.01, shown: (value) => percent(value) };
}

const window = (most: number) => field('window', 'Characters looked back at', [0, most, 1], 0);

export const stageWords: Readonly<Record<StageKind, StageWords>> = {
  temperature: {
    title: 'Temperature',
    hint: 'Below 1 safer, above 1 wilder; at 0 always the likeliest.',
    fields: [field('temperature', 'Temperature', [0, 2, 0.05])],
  },
  'top-k': {
    title: 'Top-k',
    hint: 'Keeps only the k likeliest characters.',
    fields: [field('k', 'Characters kept', [1, 100, 1], 0)],
  },
  'top-p': {
    title: 'Top-p',
    hint: 'Keeps the likeliest characters that together reach this probability.',
    fields: [share('mass', 'Probability kept')],
  },
  'min-p': {
    title: 'Min-p',
    hint: 'Drops what has less than this share of the likeliest character’s probability.',
    fields: [field('share', 'Share of the likeliest', [0, 0.5, 0.005], 3)],
  },
  typical: {
    title: 'Typical',
    hint: 'Keeps the characters that surprise about as much as is to be expected here.',
    fields: [share('mass', 'Probability kept')],
  },
  repetition: {
    title: 'Repetition penalty',
    hint: 'Makes every character that was just used less likely, once each.',
    fields: [field('penalty', 'Penalty', [1, 2, 0.01]), window(1000)],
  },
  frequency: {
    title: 'Frequency and presence',
    hint: 'Takes away a little for every time a character was used, and something once.',
    fields: [
      field('frequency', 'For every use', [0, 0.5, 0.005], 3),
      field('presence', 'Once', [0, 2, 0.05]),
      window(1000),
    ],
  },
  dry: {
    title: 'No long repetitions (DRY)',
    hint: 'Makes it ever harder to go on repeating a passage that stands there already.',
    fields: [
      field('multiplier', 'Strength', [0, 5, 0.1], 1),
      field('base', 'Growth', [1, 3, 0.05]),
      field('allowed', 'Free up to characters', [2, 60, 1], 0),
      window(10_000),
    ],
  },
  xtc: {
    title: 'Leave out the obvious (XTC)',
    hint: 'Now and then drops all likely characters but the least likely of them.',
    fields: [share('probability', 'How often'), share('threshold', 'What counts as likely')],
  },
  mirostat: {
    title: 'Even surprise (mirostat)',
    hint: 'Steers towards so many bits of surprise a character, whatever comes.',
    fields: [field('tau', 'Bits a character', [0, 6, 0.05]), field('eta', 'How fast it steers', [0, 1, 0.01])],
  },
  bias: {
    title: 'Favour or avoid characters',
    hint: 'Adds to the scores of single characters: +1 makes one nearly three times as likely.',
    fields: [],
  },
  ban: {
    title: 'Never write',
    hint: 'Keeps these words or characters from being written, also where the prompt has begun one. Comes before all else.',
    fields: [],
  },
};

/** A number of a stage by its name. */
export function numberOf(stage: SamplingStage, key: string): number {
  return Number((stage as unknown as Readonly<Record<string, unknown>>)[key]);
}

/** What a stage does, in a few words, for its closed card. */
export function stageValue(stage: SamplingStage): string {
  const [first] = stageWords[stage.kind].fields;
  if (stage.kind === 'bias') return stage.biases.length === 0 ? 'none' : `${stage.biases.length}`;
  if (stage.kind === 'ban') return stage.strings.length === 0 ? 'none' : `${stage.strings.length}`;
  if (!first) return '';
  const shown = first.shown(numberOf(stage, first.key));
  return stage.kind === 'temperature' && stage.ramp ? `${shown} → ${first.shown(stage.ramp.to)}` : shown;
}
