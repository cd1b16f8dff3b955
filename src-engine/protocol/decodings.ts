// The ways to find a text (decodings) as both sides know them: the values of each, and how window and command line
// name, explain and show it, one entry a way. Limits, defaults and what each does stand in
// src-engine/sampling/decodings.

import type { DecodingKind } from './choices.ts';
import type { NumberWords, OptionWords } from './stages.ts';

/** What may be set about each way. */
export interface DecodingValues {
  /** Symbol by symbol, at random. */
  readonly draw: Readonly<Record<never, never>>;
  /** So many texts at random; the one that the model itself finds likeliest is kept. */
  readonly 'best-of': { readonly texts: number };
  /** The likeliest text of all that `width` beams reach; the score is divided by length^`lengthPenalty`. */
  readonly beam: { readonly width: number; readonly lengthPenalty: number };
}

export interface DecodingWords<Kind extends DecodingKind = DecodingKind> {
  readonly title: string;
  /** One line: what it does. */
  readonly hint: string;
  /** In the order of the sliders; null: no slider, because the window has nothing that it would act on. */
  readonly numbers: { readonly [Key in keyof DecodingValues[Kind]]: NumberWords | null };
  /** By the camel-case form of its name, in the order of the help. What chooses this way comes first. */
  readonly options: Readonly<Record<string, OptionWords>>;
}

/** In the order of the help. */
export const decodingWords = {
  draw: {
    title: 'Character by character',
    hint: 'Draws each character at random, by the probabilities that the controls leave.',
    numbers: {},
    options: {},
  },
  beam: {
    title: 'Beam search',
    hint: 'Searches for the likeliest text and draws nothing. The text appears when it is found.',
    numbers: {
      width: { label: 'Beams', slider: [1, 16, 1], shown: 0 },
      // All texts are equally long without a stop string.
      lengthPenalty: null,
    },
    options: {
      beam: {
        argument: 'width',
        help: 'search for the likeliest text with so many beams; nothing is drawn',
        unset: 'off',
      },
      lengthPenalty: {
        argument: 'value',
        help: "a beam's score is divided by length^value, which matters with --stop",
      },
    },
  },
  'best-of': {
    title: 'Best of several',
    hint: 'Writes several texts, and keeps the one that the model finds likeliest. It appears when all are written.',
    numbers: { texts: { label: 'Texts', slider: [1, 16, 1], shown: 0 } },
    options: {
      bestOf: {
        argument: 'n',
        help: 'draw n texts and keep the one that the model finds likeliest',
        unset: 'off',
      },
    },
  },
} as const satisfies { readonly [Kind in DecodingKind]: DecodingWords<Kind> };

/** The options of a way. */
export type DecodingOptionOf<Kind extends DecodingKind> = Kind extends DecodingKind
  ? keyof (typeof decodingWords)[Kind]['options']
  : never;

/** An option of any way. */
export type DecodingOption = DecodingOptionOf<DecodingKind>;
