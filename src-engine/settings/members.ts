// Since which version of stored settings each name of the sets is there that are stored beside settings, not in a row
// of them: `version.ts` says what comes of it. In the rows of settings it is `members`, of a stage or a decoding
// `since`.

import type { CleaningKind, CorpusUnit, RareTreatment, WeightPrecision } from '../protocol/choices.ts';

export const unitSince: Readonly<Record<CorpusUnit, number>> = { codepoint: 1, grapheme: 1 };

export const precisionSince: Readonly<Record<WeightPrecision, number>> = { float32: 1, float16: 1, int8: 1 };

export const cleaningSince: Readonly<Record<CleaningKind, number>> = {
  gutenberg: 1,
  html: 1,
  csv: 1,
  jsonl: 1,
  subtitles: 1,
  controls: 1,
  nfc: 1,
  nfkc: 1,
  lowercase: 1,
  spaces: 1,
  'blank-lines': 1,
  'unique-lines': 1,
  numbers: 2,
};

export const rareSince: Readonly<Record<RareTreatment, number>> = { keep: 1, drop: 1, replace: 1 };
