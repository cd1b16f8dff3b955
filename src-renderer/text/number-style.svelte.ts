// Which signs numbers are written with. Everything on the page that shows a number follows a change.

import { defaultAppSettings } from '../../src-engine/protocol/app-settings.ts';
import type { Language, NumberStyle } from '../../src-engine/protocol/index.ts';
import { languageInUse } from './language.svelte.ts';

interface NumberSigns {
  /** Between groups of three digits. */
  readonly group: string;
  /** Before the decimals. */
  readonly decimal: string;
}

const narrowSpace = '\u202f';

type Signs = Exclude<NumberStyle, 'language'>;

const numberSigns: Readonly<Record<Signs, NumberSigns>> = {
  'space-point': { group: narrowSpace, decimal: '.' },
  'space-comma': { group: narrowSpace, decimal: ',' },
  'comma-point': { group: ',', decimal: '.' },
  'point-comma': { group: '.', decimal: ',' },
};

const usual: Readonly<Record<Language, Signs>> = { en: 'space-point', de: 'space-comma' };

let wanted = $state.raw<NumberStyle>(defaultAppSettings.numbers);

export function setNumberStyle(style: NumberStyle): void {
  wanted = style;
}

function signsInUse(): NumberSigns {
  return numberSigns[wanted === 'language' ? usual[languageInUse()] : wanted];
}

/** Writes numbers with the signs in use. */
export function grouped(options: Intl.NumberFormatOptions): (value: number) => string {
  const format = new Intl.NumberFormat('en', options);
  return (value) => {
    const { group, decimal } = signsInUse();
    const signs: Readonly<Partial<Record<string, string>>> = { group, decimal, minusSign: '−' };
    return format
      .formatToParts(value)
      .map((part) => signs[part.type] ?? part.value)
      .join('');
  };
}

const formats = new Map<string, (value: number) => string>();

/** With that many places behind the decimal sign. */
export function written(value: number, minimumFractionDigits: number, maximumFractionDigits: number): string {
  const key = `${minimumFractionDigits} ${maximumFractionDigits}`;
  const format = formats.get(key) ?? grouped({ minimumFractionDigits, maximumFractionDigits });
  formats.set(key, format);
  return format(value);
}
