// Biases, bans and stop strings that a model can do nothing with: nonsense is refused, and what it lacks the symbols
// for is named.

import type { Alphabet } from '../corpus/vocabulary.ts';
import { CharloomError } from '../errors.ts';
import type { SamplingNote, SamplingSettings } from '../protocol/index.ts';
import { abridged, listed, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { madeOf } from './made-of.ts';
import { refusalOf, unusableIn } from './stages/index.ts';
import type { UnusableParts } from './stages/stage.ts';

type Wishes = Pick<SamplingSettings, 'stages' | 'stops'>;

/** Parts that a sentence names; of more it says how many. */
const maxNamed = 6;
/** Characters of each. */
const maxNamedLength = 24;

/**
 * @throws CharloomError 'settings-invalid' for an empty ban or stop string, and for a bias that is not for one symbol
 */
export function refuseNonsense({ stages, stops = [] }: Wishes, unit: Alphabet['unit']): void {
  if (stops.includes(''))
    throw nonsense(sentence`A stop string is empty, so no text could end after it. Leave it out.`);
  for (const stage of stages) {
    const refusal = refusalOf(stage, unit);
    if (refusal !== null) throw nonsense(refusal);
  }
}

function nonsense(words: Sentence): CharloomError {
  return new CharloomError('settings-invalid', words);
}

/** What has symbols that the model lacks, and so no effect; a sentence for each kind. */
export function unusableParts({ stages, stops = [] }: Wishes, { symbols }: Pick<Alphabet, 'symbols'>): SamplingNote[] {
  const notes = stages.map((stage) => {
    const unusable = unusableIn(stage, symbols);
    return unusable && noteOn(stage.kind, unusable);
  });
  const isWritable = madeOf(symbols);
  const stop = noteOn('stop', {
    parts: stops.filter((stop) => !isWritable(stop)),
    says: (named) => sentence`The model cannot write ${named}, so no text can end after it.`,
  });
  return [...notes, stop].filter((note) => note !== null);
}

function noteOn(about: SamplingNote['about'], { parts, says }: UnusableParts): SamplingNote | null {
  if (parts.length === 0) return null;
  const all = parts.map((part) => sentence`"${shortened(part, maxNamedLength)}"`);
  return { about, sentence: says(all.length > maxNamed ? abridged(all, maxNamed) : listed(all)) };
}
