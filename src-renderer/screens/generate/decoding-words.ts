// What the ways to find a text show in the window, out of the words that they have for all sides.

import { decodingKinds } from '../../../src-engine/protocol/choices.ts';
import { decodingWords } from '../../../src-engine/protocol/decodings.ts';
import type { Decoding, DecodingKind } from '../../../src-engine/protocol/index.ts';
import { shownNumber, slidersOf } from './stage-words.ts';
import type { NumberSlider } from './stage-words.ts';
import { spoken } from '../../text/say.ts';
import { withinLine } from '../../text/within-line.ts';

/** The ways, to choose from. */
export function decodingOptions(): readonly { value: DecodingKind; label: string; hint: string }[] {
  return decodingKinds.map((kind) => {
    const { title, hint } = decodingWords[kind];
    return { value: kind, label: spoken(title), hint: spoken(hint) };
  });
}

/** The numbers of a way, in the order of their sliders. */
export function decodingSliders(decoding: Decoding): readonly NumberSlider[] {
  return slidersOf(decodingWords[decoding.kind].numbers, decoding);
}

/** The way in a few words, such as 'best of several 4'; none for the usual one. */
export function decodingName(decoding: Decoding | undefined): readonly string[] {
  if (decoding === undefined || decoding.kind === 'draw') return [];
  const numbers = decodingSliders(decoding).map((slider) => shownNumber(slider.value, slider));
  return [[withinLine(spoken(decodingWords[decoding.kind].title)), ...numbers].join(' ')];
}
