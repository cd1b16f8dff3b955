// What is said of a built-in text beside what it is: how long it takes.

import type { About, CatalogueEntry } from '../../src-engine/protocol/index.ts';
import { counted, roughly } from './format.ts';
import { say } from './say.ts';

/** Until what is written can be read: 'Legible in about 20 s on this machine.'; null while nobody knows. */
export function legibleWords(about: Pick<About, 'legibleAfter'> | null, { key }: CatalogueEntry): string | null {
  const seconds = about?.legibleAfter[key];
  return seconds === undefined ? null : say`Legible in about ${roughly(seconds)} on this machine.`;
}

/** How long the run is that is suggested for it: 'The whole run takes 10 min.' */
export function wholeRunWords({ preset }: CatalogueEntry): string | null {
  const { length } = preset.training;
  switch (length?.kind) {
    case undefined:
      return null;
    case 'minutes':
      return say`The whole run takes ${roughly(length.minutes * 60)}.`;
    case 'epochs':
      return say`The whole run reads it ${counted(length.epochs, 'time')}.`;
    case 'steps':
      return say`The whole run has ${counted(length.steps, 'step')}.`;
  }
}
