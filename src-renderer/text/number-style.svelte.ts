// Which signs numbers are written with. Everything on the page that shows a number follows a change.

import { defaultAppSettings } from '../../src-engine/protocol/app-settings.ts';
import type { NumberStyle } from '../../src-engine/protocol/index.ts';
import { numberWriting, signsOf, writerOf } from '../../src-engine/protocol/text/number-writing.ts';
import type { NumberSigns } from '../../src-engine/protocol/text/number-writing.ts';
import { languageInUse } from './language.svelte.ts';

let wanted = $state.raw<NumberStyle>(defaultAppSettings.numbers);

export function setNumberStyle(style: NumberStyle): void {
  wanted = style;
}

export function signsInUse(): NumberSigns {
  return signsOf(wanted, languageInUse());
}

/** Writes numbers with the signs in use. */
export function grouped(options: Intl.NumberFormatOptions): (value: number) => string {
  return writerOf(options, signsInUse);
}

/** The numbers in sentences. */
export const numbersInUse = numberWriting(signsInUse);
