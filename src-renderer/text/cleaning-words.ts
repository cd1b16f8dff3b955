// What the ways of cleaning are called and do, in words; and which of them a text asks for by its looks.

import type {
  CleaningStep,
  CorpusPreview,
  PlainCleaningKind,
  RareSymbols,
  TableKind,
} from '../../src-engine/protocol/index.ts';
import { count } from './format.ts';
import { escapeBreaks } from '../../src-engine/protocol/escapes.ts';

interface Words {
  readonly label: string;
  readonly hint: string;
}

export const cleaningWords: Readonly<Record<PlainCleaningKind, Words>> = {
  gutenberg: {
    label: 'Strip Project Gutenberg’s header and footer',
    hint: 'The licence and notes around the book go, the book stays.',
  },
  html: { label: 'Strip HTML', hint: 'Tags go, and &amp; becomes the character that it stands for.' },
  subtitles: { label: 'Keep only what subtitles say', hint: 'The numbers and times of .srt files go.' },
  controls: {
    label: 'Drop control characters',
    hint: 'NULs and other invisible leftovers go; line ends and tabs stay.',
  },
  nfc: {
    label: 'Normalise accents (NFC)',
    hint: 'é written as e and ´ becomes one character; nothing looks different.',
  },
  nfkc: {
    label: 'Normalise variants (NFKC)',
    hint: 'Also ﬁ becomes fi, Ａ becomes A and ² becomes 2: fewer symbols to learn.',
  },
  lowercase: { label: 'Lower-case', hint: 'Every letter becomes small: fewer symbols, but names lose their capitals.' },
  spaces: { label: 'Collapse spaces', hint: 'Runs of spaces and tabs become one space; those at line ends go.' },
  'blank-lines': { label: 'Collapse blank lines', hint: 'Several blank lines in a row become one.' },
  'unique-lines': { label: 'Keep each line once', hint: 'Later repetitions of a line go; blank lines stay.' },
};

/** For the corpus's page: 'lower-cased', 'column “text” of the table'. */
export function cleaningDone(step: CleaningStep): string {
  switch (step.kind) {
    case 'csv':
      return typeof step.column === 'number'
        ? `column ${step.column} of the table kept`
        : `column “${step.column}” of the table kept`;
    case 'jsonl':
      return `field “${step.field}” of the JSON kept`;
    case 'gutenberg':
      return 'Project Gutenberg’s header and footer stripped';
    case 'html':
      return 'HTML stripped';
    case 'subtitles':
      return 'numbers and times of subtitles stripped';
    case 'controls':
      return 'control characters dropped';
    case 'nfc':
      return 'accents normalised (NFC)';
    case 'nfkc':
      return 'variants normalised (NFKC)';
    case 'lowercase':
      return 'lower-cased';
    case 'spaces':
      return 'spaces collapsed';
    case 'blank-lines':
      return 'blank lines collapsed';
    case 'unique-lines':
      return 'each line kept once';
    case 'numbers':
      return `numbers cut into at most ${count(step.bins)} bins`;
  }
}

export function rareDone({ below, treatment }: RareSymbols): string[] {
  if (treatment === 'keep') return [];
  const what = `symbols that stood in it fewer than ${count(below)} times`;
  return [treatment === 'drop' ? `${what} dropped` : `${what} replaced by �`];
}

const separatorNames = new Map([
  ['', 'nothing'],
  ['\n', 'a new line'],
  ['\n\n', 'a blank line'],
]);

export function separatorName(separator: string): string {
  return separatorNames.get(separator) ?? `“${escapeBreaks(separator)}”`;
}

/** Whether a column or a field could be chosen from the text. */
export function tableKind(names: readonly string[], text: string): TableKind | null {
  if (names.some((name) => /\.(?:csv|tsv)$/i.test(name))) return 'csv';
  if (names.some((name) => /\.(?:jsonl?|ndjson)$/i.test(name))) return 'jsonl';
  return /^\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:/.test(text) ? 'jsonl' : null;
}

export interface Suggestion {
  readonly sentence: string;
  readonly action: string;
  readonly step: CleaningStep;
}

/** The one step that would most likely be missed, seen by the text as it was read. */
export function suggestionFor(
  names: readonly string[],
  plain: Pick<CorpusPreview, 'before' | 'symbols'>,
): Suggestion | null {
  const { before, symbols } = plain;
  if (/project gutenberg/i.test(before)) {
    return {
      sentence: 'This book comes with Project Gutenberg’s header and footer.',
      action: 'Strip them',
      step: { kind: 'gutenberg' },
    };
  }
  if (names.some((name) => /\.x?html?$/i.test(name)) || /^\s*<(?:!doctype html|html|head|body)\b/i.test(before)) {
    return { sentence: 'This is a web page, tags and all.', action: 'Keep only its words', step: { kind: 'html' } };
  }
  if (/^\d+\n\d\d:\d\d:\d\d[,.]\d{3} --> /m.test(before)) {
    return {
      sentence: 'These are subtitles, numbers and times and all.',
      action: 'Keep only what they say',
      step: { kind: 'subtitles' },
    };
  }
  // eslint-disable-next-line no-control-regex
  if (symbols.some((symbol) => /^[\u0000-\u0008\u000b-\u001f\u007f-\u009f]$/.test(symbol))) {
    return {
      sentence: 'Nobody can see control characters, and a model learns them all the same.',
      action: 'Drop them',
      step: { kind: 'controls' },
    };
  }
  return null;
}
