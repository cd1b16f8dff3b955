// Biases, bans and stop strings that a model can do nothing with: nonsense is refused, and what it lacks the symbols
// for is named.

import { symbolsOf } from '../corpus/segments.ts';
import type { Alphabet } from '../corpus/vocabulary.ts';
import { CharloomError } from '../errors.ts';
import type { SamplingNote, SamplingSettings } from '../protocol/index.ts';
import { abridged, listed, sentence } from '../protocol/text/sentences.ts';
import type { Sentence, SentenceValue } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { folded } from './stages/ban.ts';

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
    if (stage.kind === 'ban' && stage.strings.includes('')) {
      throw nonsense(sentence`One of the bans is empty: it would ban nothing, or everything. Leave it out.`);
    }
    const odd = stage.kind === 'bias' ? stage.biases.find(({ symbol }) => symbolsOf(symbol, unit).length !== 1) : null;
    if (odd) {
      const length = symbolsOf(odd.symbol, unit).length;
      throw nonsense(
        sentence`A bias is for one symbol; "${shortened(odd.symbol)}" has ${length}. Give each symbol a bias of its own, such as e=-2.`,
      );
    }
  }
}

function nonsense(words: Sentence): CharloomError {
  return new CharloomError('settings-invalid', words);
}

/** What has symbols that the model lacks, and so no effect; a sentence for each kind. */
export function unusableParts({ stages, stops = [] }: Wishes, { symbols }: Pick<Alphabet, 'symbols'>): SamplingNote[] {
  const known = new Set(symbols);
  // A symbol may be of several code points, and a ban or stop string may stand across the border of two.
  const exact = pointsOf(symbols);
  const withoutCase = pointsOf(symbols.map(folded));
  const notes = stages.flatMap((stage): (SamplingNote | null)[] => {
    if (stage.kind === 'bias') {
      const lacking = stage.biases.map(({ symbol }) => symbol).filter((symbol) => !known.has(symbol));
      return [
        noteOn('bias', lacking, (named) => sentence`The model does not have ${named}, so a bias for it has no effect.`),
      ];
    }
    if (stage.kind !== 'ban') return [];
    const isWritable = (text: string): boolean =>
      stage.ignoreCase ? isMadeOf(folded(text), withoutCase) : isMadeOf(text, exact);
    const never = stage.strings.filter((text) => !isWritable(text));
    return [
      noteOn('ban', never, (named) => sentence`The model cannot write ${named} anyway: it lacks symbols for it.`),
    ];
  });
  const vain = stops.filter((stop) => !isMadeOf(stop, exact));
  const stop = noteOn('stop', vain, (named) => sentence`The model cannot write ${named}, so no text can end after it.`);
  return [...notes, stop].filter((note) => note !== null);
}

function noteOn(
  about: SamplingNote['about'],
  parts: readonly string[],
  worded: (named: SentenceValue) => Sentence,
): SamplingNote | null {
  if (parts.length === 0) return null;
  const all = parts.map((part) => sentence`"${shortened(part, maxNamedLength)}"`);
  return { about, sentence: worded(all.length > maxNamed ? abridged(all, maxNamed) : listed(all)) };
}

function pointsOf(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => Array.from(text)));
}

function isMadeOf(text: string, points: ReadonlySet<string>): boolean {
  return Array.from(text).every((point) => points.has(point));
}
