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
import { say } from './say.ts';

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
        ? say`column ${count(step.column)} of the table kept`
        : say`column “${step.column}” of the table kept`;
    case 'jsonl':
      return say`field “${step.field}” of the JSON kept`;
    case 'gutenberg':
      return say`Project Gutenberg’s header and footer stripped`;
    case 'html':
      return say`HTML stripped`;
    case 'subtitles':
      return say`numbers and times of subtitles stripped`;
    case 'controls':
      return say`control characters dropped`;
    case 'nfc':
      return say`accents normalised (NFC)`;
    case 'nfkc':
      return say`variants normalised (NFKC)`;
    case 'lowercase':
      return say`lower-cased`;
    case 'spaces':
      return say`spaces collapsed`;
    case 'blank-lines':
      return say`blank lines collapsed`;
    case 'unique-lines':
      return say`each line kept once`;
    case 'numbers':
      return say`numbers cut into at most ${count(step.bins)} bins`;
  }
}

export function rareDone({ below, treatment }: RareSymbols): string[] {
  switch (treatment) {
    case 'keep':
      return [];
    case 'drop':
      return [say`symbols that stood in it fewer than ${count(below)} times dropped`];
    case 'replace':
      return [say`symbols that stood in it fewer than ${count(below)} times replaced by �`];
  }
}

export function separatorName(separator: string): string {
  switch (separator) {
    case '':
      return say`nothing`;
    case '\n':
      return say`a new line`;
    case '\n\n':
      return say`a blank line`;
    default:
      return say`“${escapeBreaks(separator)}”`;
  }
}

/** Whether a column or a field could be chosen from the text. */
export function tableKind(names: readonly string[], text: string): TableKind | null {
  if (names.some((name) => /\.(?:csv|tsv)$/i.test(name))) return 'csv';
  if (names.some((name) => /\.(?:jsonl?|ndjson)$/i.test(name))) return 'jsonl';
  return /^\s*(?:\[\s*)?\{\s*"[^"\n]*"\s*:/.test(text) ? 'jsonl' : null;
}

export interface CleaningSuggestion {
  readonly sentence: string;
  readonly action: string;
  readonly step: CleaningStep;
}

/** The one step that would most likely be missed, seen by the text as it was read. */
export function cleaningSuggestionFor(
  names: readonly string[],
  plain: Pick<CorpusPreview, 'before' | 'symbols'>,
): CleaningSuggestion | null {
  const { before, symbols } = plain;
  if (/project gutenberg/i.test(before)) {
    return {
      sentence: say`This book comes with Project Gutenberg’s header and footer.`,
      action: say`Strip them`,
      step: { kind: 'gutenberg' },
    };
  }
  if (names.some((name) => /\.x?html?$/i.test(name)) || /^\s*<(?:!doctype html|html|head|body)\b/i.test(before)) {
    return {
      sentence: say`This is a web page, tags and all.`,
      action: say`Keep only its words`,
      step: { kind: 'html' },
    };
  }
  if (/^\d+\n\d\d:\d\d:\d\d[,.]\d{3} --> /m.test(before)) {
    return {
      sentence: say`These are subtitles, numbers and times and all.`,
      action: say`Keep only what they say`,
      step: { kind: 'subtitles' },
    };
  }
  // eslint-disable-next-line no-control-regex
  if (symbols.some((symbol) => /^[\u0000-\u0008\u000b-\u001f\u007f-\u009f]$/.test(symbol))) {
    return {
      sentence: say`Nobody can see control characters, and a model learns them all the same.`,
      action: say`Drop them`,
      step: { kind: 'controls' },
    };
  }
  return null;
}
