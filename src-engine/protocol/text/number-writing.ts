// Numbers as they are written with the signs that the user has chosen: by the window, and by what the app says outside
// of it.

import type { Language, NumberStyle } from '../choices.ts';
import type { NumberWriting } from './sentences.ts';

export interface NumberSigns {
  /** Between groups of three digits. */
  readonly group: string;
  /** Before the decimals. */
  readonly decimal: string;
}

type Signs = Exclude<NumberStyle, 'language'>;

const narrowSpace = '\u202f';

const numberSigns: Readonly<Record<Signs, NumberSigns>> = {
  'space-point': { group: narrowSpace, decimal: '.' },
  'space-comma': { group: narrowSpace, decimal: ',' },
  'comma-point': { group: ',', decimal: '.' },
  'point-comma': { group: '.', decimal: ',' },
};

const defaultSigns: Readonly<Record<Language, Signs>> = { en: 'space-point', de: 'space-comma' };

export function signsOf(style: NumberStyle, language: Language): NumberSigns {
  return numberSigns[style === 'language' ? defaultSigns[language] : style];
}

/** @param signs asked for at each number: they may change */
export function writerOf(options: Intl.NumberFormatOptions, signs: () => NumberSigns): (value: number) => string {
  const format = new Intl.NumberFormat('en', options);
  return (value) => {
    const { group, decimal } = signs();
    const own: Readonly<Partial<Record<string, string>>> = { group, decimal, minusSign: '−' };
    return format
      .formatToParts(value)
      .map((part) => own[part.type] ?? part.value)
      .join('');
  };
}

/** How the numbers in sentences are written. @param signs asked for at each number */
export function numberWriting(signs: () => NumberSigns): NumberWriting {
  const writers = new Map<string, (value: number) => string>();
  const twoFigures = writerOf({ maximumSignificantDigits: 2 }, signs);
  return {
    decimal(value, minimumFractionDigits, maximumFractionDigits) {
      const key = `${minimumFractionDigits} ${maximumFractionDigits}`;
      const write = writers.get(key) ?? writerOf({ minimumFractionDigits, maximumFractionDigits }, signs);
      writers.set(key, write);
      return write(value);
    },
    share: (share) => `${twoFigures(share * 100)}${narrowSpace}%`,
  };
}
