// Which signs numbers are written with. Everything on the page that shows a number follows a change.

import { defaultAppSettings } from '../../src-engine/protocol/app-settings.ts';
import type { NumberStyle } from '../../src-engine/protocol/index.ts';

export interface NumberSigns {
  /** Between groups of three digits. */
  readonly group: string;
  /** Before the decimals. */
  readonly decimal: string;
}

const narrowSpace = '\u202f';

const numberSigns: Readonly<Record<NumberStyle, NumberSigns>> = {
  'space-point': { group: narrowSpace, decimal: '.' },
  'space-comma': { group: narrowSpace, decimal: ',' },
  'comma-point': { group: ',', decimal: '.' },
  'point-comma': { group: '.', decimal: ',' },
};

let signs = $state.raw(numberSigns[defaultAppSettings.numbers]);

export function setNumberStyle(style: NumberStyle): void {
  signs = numberSigns[style];
}

function signsInUse(): NumberSigns {
  return signs;
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
