// What is to be said of a text beside its words: what of its prompt was read, and where it can go no further because of
// what is banned.

import type { Vocabulary } from '../corpus/vocabulary.ts';
import { CharloomError } from '../errors.ts';
import type { CorpusUnit, Ending, SampleDetail, SamplingNote } from '../protocol/index.ts';
import type { SamplingSettings } from '../protocol/settings.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { decodingOf } from '../sampling/decodings/index.ts';
import { isDeadEnd } from '../sampling/dead-end.ts';
import { refuseNonsense, unusableParts } from '../sampling/unusable.ts';
import { idleStages } from '../sampling/effects.ts';

type Wishes = Pick<SamplingSettings, 'stages' | 'stops' | 'decoding'>;

/** UTF-16 units of a text's end: more than any ban is long. */
const endLength = 2_000;

/** @throws CharloomError 'settings-invalid' where the settings are nonsense, or nothing may be written at all */
export function refuseVain(vocabulary: Vocabulary, unit: CorpusUnit, prompt: string, wishes: Wishes): void {
  refuseNonsense(wishes, unit);
  if (!isDeadEnd(wishes.stages, vocabulary.symbols, vocabulary.encode(prompt.slice(-endLength)))) return;
  throw new CharloomError(
    'settings-invalid',
    prompt === ''
      ? sentence`Nothing can be written: all symbols that could begin the text are banned. Take something off the list of bans.`
      : sentence`Nothing can be written: all symbols that could follow the prompt are banned. Take something off the list of bans.`,
  );
}

/** A kept text with what was read of its prompt, and why it ended. */
export function explained(vocabulary: Vocabulary, sample: SampleDetail): SampleDetail {
  const fed = vocabulary.fed(sample.prompt);
  return { ...sample, ...(fed === sample.prompt ? {} : { fed }), ...endingOf(vocabulary, sample) };
}

/** Why a text is shorter than was asked for, where bans have ended it. */
export function endingOf(
  vocabulary: Vocabulary,
  { prompt, text, sampling }: Pick<SampleDetail, 'prompt' | 'text' | 'sampling'>,
): { readonly ending?: Ending } {
  const ids = vocabulary.encode(`${prompt.slice(-endLength)}${text.slice(-endLength)}`);
  const isStopped = (sampling.stops ?? []).some((stop) => stop !== '' && text.endsWith(stop));
  const isEnded = !isStopped && isDeadEnd(sampling.stages, vocabulary.symbols, ids);
  return isEnded && vocabulary.encode(text).length < sampling.length ? { ending: 'nothing-left' } : {};
}

/** What of the settings has no effect with these symbols. */
export function notesOn(vocabulary: Vocabulary, wishes: Wishes): readonly SamplingNote[] {
  const idle = idleStages(wishes.stages, decodingOf(wishes).kind, vocabulary.symbols.length);
  return [...unusableParts(wishes, vocabulary), ...idle];
}
