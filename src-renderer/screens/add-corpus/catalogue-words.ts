// What is said of a built-in text beside what it is: how long it takes.

import type { About, CatalogueDoor, CatalogueEntry } from '../../../src-engine/protocol/index.ts';
import { counted, roughly } from '../../text/format.ts';
import { gap, say, spoken } from '../../text/say.ts';

/** What is said of a door, in the language in use. */
interface DoorWords {
  readonly title: string;
  /** On its button, where nothing else is training. */
  readonly act: string;
  /** With a gap for the text's title. */
  readonly introduction: string;
  /** Whether it is the one to begin with. */
  readonly isFirst: boolean;
}

export const doorWords: Readonly<Record<CatalogueDoor, (entry: CatalogueEntry) => DoorWords>> = {
  minute: () => ({
    title: say`Try it in a minute`,
    act: say`Try it now`,
    introduction: `${gap(0)}.`,
    isFirst: true,
  }),
  book: ({ author }) => ({
    title: say`A book`,
    act: say`Train on the book`,
    introduction: say`${gap(0)} by ${spoken(author)}.`,
    isFirst: false,
  }),
};

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
