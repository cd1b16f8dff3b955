// What to do about what was found: one sentence each, and the switch of the preparation that mends it where there is
// one.

import { adviceSeverities } from '../../protocol/choices.ts';
import type { AdviceCode, AdviceSeverity, CleaningKind } from '../../protocol/choices.ts';
import type { Advice } from '../../protocol/doctor.ts';
import type { CleaningStep, Preparation } from '../../protocol/corpora.ts';
import { binLimits } from '../../protocol/numbers.ts';
import { amount, listed, sentence, share } from '../../protocol/text/sentences.ts';
import type { Amount, Sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import { rareOf } from './doctor.ts';
import type { Examined, Findings } from './doctor.ts';

/** What the advice depends on besides the text. */
export interface Circumstances {
  /** How the corpus was made: what has been switched on is not advised again. */
  readonly preparation: Preparation;
  /** Whether the bytes can be read again in another encoding. */
  readonly isFromFile: boolean;
  /** A built-in text that a grammar writes. */
  readonly isMadeByRules: boolean;
  /** Whether they were read as UTF-8. */
  readonly isUtf8: boolean;
  /** Of the smallest model that is offered for the text. */
  readonly parameters: number;
}

type Adviser = (text: Examined, findings: Findings, circumstances: Circumstances) => readonly Advice[];

/**
 * Parameters a character of text beyond which a model mostly learns by heart, whatever is hidden from it; see
 * bench/quality/results.
 */
export const parametersPerCharacter = 4;
/** Nothing can be learned from less. */
const minTextLength = 20_000;
/** A number of a column says more than a letter of a text. */
const minNumbers = 1000;

/** Replacing the rare may cost this share of the text, and must save this share of the symbols. */
const bearableLoss = 0.01;
const worthwhileSaving = 0.2;
const smallVocabulary = 150;

/** The weightiest first. */
export const advise: Adviser = (text, findings, circumstances) =>
  [reading, formats, size, vocabulary, lines, accents, labels]
    .flatMap((adviser) => adviser(text, findings, circumstances))
    .sort((one, other) => adviceSeverities.indexOf(one.severity) - adviceSeverities.indexOf(other.severity));

const reading: Adviser = ({ symbols, counts, characters }, { mojibake }, { preparation, isFromFile, isUtf8 }) => {
  const advice: Advice[] = [];
  const total = (fits: (symbol: string) => boolean): number =>
    symbols.reduce((sum, symbol, id) => (fits(symbol) ? sum + (counts[id] ?? 0) : sum), 0);
  if (mojibake !== null) {
    const what = sentence`Pairs such as those in “${mojibake.example}” (${amount(mojibake.count, 'time')}) show UTF-8 that was read as ${mojibake.name}.`;
    const mends = isFromFile && !isUtf8;
    const how = mends
      ? sentence`Read it as UTF-8.`
      : sentence`It was wrong before it came here: look for a better copy.`;
    advice.push(make('mojibake', 'problem', sentence`${what} ${how}`, mends ? { encoding: 'utf-8' } : null));
  }
  const lost = preparation.rare.treatment === 'replace' ? 0 : total((symbol) => symbol === '\ufffd');
  if (lost > 0) {
    const what = sentence`${amount(lost, 'character is', 'characters are')} U+FFFD: bytes there could not be read.`;
    const mends = isFromFile && preparation.encoding !== null;
    const how = mends
      ? sentence`Have the encoding detected, or choose another.`
      : sentence`Look for a better copy of the text.`;
    advice.push(
      make(
        'replacement',
        lost > characters / 1000 ? 'problem' : 'warning',
        sentence`${what} ${how}`,
        mends ? { encoding: null } : null,
      ),
    );
  }
  const nuls = total((symbol) => symbol === '\0');
  const controls = total((symbol) => /^\p{Cc}$/u.test(symbol) && !/[\0\t\n]/.test(symbol));
  if (nuls + controls > 0 && !cleans(preparation, 'controls')) {
    const found = invisible(nuls, controls);
    const words =
      nuls + controls === 1 ? sentence`${found} in the text. Drop it.` : sentence`${found} in the text. Drop them.`;
    advice.push(make(nuls > 0 ? 'nul' : 'control', 'warning', words, clean(preparation, { kind: 'controls' })));
  }
  const own = total((symbol) => /^\p{Co}/u.test(symbol));
  if (own > 0) {
    const found = amount(own, 'character is', 'characters are');
    const what = sentence`${found} from the private-use area, which every font draws differently.`;
    const how =
      own === 1
        ? sentence`If it looks wrong, read the text in another encoding.`
        : sentence`If they look wrong, read the text in another encoding.`;
    advice.push(make('private-use', 'hint', sentence`${what} ${how}`, null));
  }
  return advice;
};

function invisible(nuls: number, controls: number): Amount {
  if (nuls === 0) return amount(controls, 'control character stands', 'control characters stand');
  if (controls === 0) return amount(nuls, 'NUL character stands', 'NUL characters stand');
  return amount(nuls + controls, 'NUL or control character stands', 'NUL or control characters stand');
}

const formats: Adviser = (_text, { formats: found, labelled }, { preparation }) =>
  found.flatMap(({ kind, part, isNumbers = false }) => {
    switch (kind) {
      case 'gutenberg':
        return wrapped(
          preparation,
          { kind },
          sentence`It has the header or footer of Project Gutenberg, which is not the author’s. Cut it off.`,
        );
      case 'html':
        return wrapped(
          preparation,
          { kind },
          sentence`It is full of HTML tags, and the model would learn to write them. Strip them.`,
        );
      case 'subtitles':
        return wrapped(preparation, { kind }, sentence`It has the numbers and times of subtitles. Drop them.`);
      case 'csv':
        // Two columns that are labels and their texts are both needed.
        if (labelled.labels.length > 0) return [];
        if (isNumbers) return numbers(preparation, Number(part));
        return wrapped(
          preparation,
          { kind, column: part ?? 1 },
          sentence`It looks like a table. Keep one column: number ${part ?? 1} holds the most text.`,
        );
      case 'jsonl':
        return wrapped(
          preparation,
          { kind, field: String(part) },
          sentence`It looks like JSON records. Keep one field: “${String(part)}” holds the most text.`,
        );
      default:
        return [];
    }
  });

/** Both steps at once: a column that is kept as a text would be learned digit by digit. */
function numbers(preparation: Preparation, column: number): readonly Advice[] {
  if (cleans(preparation, 'csv')) return [];
  const words = sentence`It looks like a table of numbers. Make a text of one column, so that the model learns how its numbers go on: number ${column} is one.`;
  const mend = clean(preparation, { kind: 'csv', column }, { kind: 'numbers', bins: binLimits.default });
  return [make('csv', 'warning', words, mend)];
}

const size: Adviser = ({ characters }, findings, { parameters, preparation }) => {
  if (cleans(preparation, 'numbers')) return sizeOfColumn(characters);
  // A column of it has another size, which is looked at once it is cut.
  if (isTableOfNumbers(findings) && !cleans(preparation, 'csv')) return [];
  const isTiny = characters < minTextLength;
  if (!isTiny && parameters <= parametersPerCharacter * characters) return [];
  const words = isTiny
    ? sentence`The text has only ${amount(characters, 'character')}, which is far too little to learn from. Bring more text: a hundred thousand characters are a beginning, a million is good.`
    : sentence`Even the smallest model on offer has ${amount(parameters, 'parameter')}, and the text ${amount(characters, 'character')}: it would mostly learn the text by heart. Bring more text, or replace rare symbols.`;
  return [make('too-small', isTiny ? 'problem' : 'warning', words, null)];
};

/** Two columns that are labels and their texts are a text. */
function isTableOfNumbers({ formats: found, labelled }: Findings): boolean {
  return labelled.labels.length === 0 && found.some(({ isNumbers = false }) => isNumbers);
}

function sizeOfColumn(numbers: number): readonly Advice[] {
  if (numbers >= minNumbers) return [];
  const words = sentence`The column has only ${amount(numbers, 'number')}, which is too little to learn how it goes on. A thousand are a beginning, ten thousand are good.`;
  return [make('too-small', 'problem', words, null)];
}

const vocabulary: Adviser = (text, _findings, { preparation }) => {
  if (text.symbols.length === 1) {
    const words = sentence`The text is the same symbol from beginning to end, so there is nothing to learn. Bring another text.`;
    return [make('vocabulary', 'problem', words, null)];
  }
  if (preparation.rare.treatment !== 'keep' || text.symbols.length < smallVocabulary) return [];
  const below = [10, 5, 3, 2].find((limit) => rareOf(text, limit).characters <= bearableLoss * text.characters);
  if (below === undefined) return [];
  const rare = rareOf(text, below);
  if (rare.symbols < worthwhileSaving * text.symbols.length) return [];
  const isLarge = text.characters < text.symbols.length * 1000;
  const words = sentence`${amount(rare.symbols)} of the ${amount(text.symbols.length)} symbols occur fewer than ${below} times, which is too seldom to learn them; together they are ${share(rare.characters / text.characters)} of the text. Replace them all by one.`;
  return [make('vocabulary', isLarge ? 'warning' : 'hint', words, { rare: { below, treatment: 'replace' } })];
};

const lines: Adviser = ({ characters }, { lines: found }, { preparation, isMadeByRules }) => {
  // A column of numbers is one line by its making, whatever lines its table had.
  if (cleans(preparation, 'numbers')) return [];
  const advice: Advice[] = [];
  if (characters > 2000 && found.longest > Math.max(2000, characters * 0.5)) {
    const words = sentence`One line of ${amount(found.longest, 'character')} is ${share(found.longest / characters)} of the text: the model will not learn to end lines. If the source has line breaks, export it with them.`;
    advice.push(make('one-line', 'warning', words, null));
  }
  const repeated = found.duplicateProse / characters;
  // What rules draw anew is no copy, and how often they do is a part of the task.
  if (repeated > 0.02 && !isMadeByRules && !cleans(preparation, 'unique-lines')) {
    const words = sentence`${share(repeated)} of the text is repeated long lines. The model will memorise them, and validation will look better than it is. Keep each line once.`;
    const mend = clean(preparation, { kind: 'unique-lines' });
    advice.push(make('duplicates', repeated > 0.1 ? 'warning' : 'hint', words, mend));
  }
  if (found.blankRuns > found.lines * 0.02 && found.blankRuns > 20 && !cleans(preparation, 'blank-lines')) {
    const words = sentence`${amount(found.blankRuns)} blank lines follow another one. Let one stand for each run.`;
    advice.push(make('blank-lines', 'hint', words, clean(preparation, { kind: 'blank-lines' })));
  }
  return advice;
};

/** Signs that one character for the reader is several symbols. */
const accents: Adviser = ({ symbols, counts, characters }, _findings, { preparation }) => {
  const of = (pattern: RegExp): number =>
    symbols.reduce((sum, symbol, id) => (pattern.test(symbol) ? sum + (counts[id] ?? 0) : sum), 0);
  if (preparation.unit === 'grapheme') return [];
  const advice: Advice[] = [];
  const apart = of(/^[\u0300-\u030c\u0327\u0328\u3099\u309a]$/);
  if (apart > Math.max(10, characters / 5000) && !cleans(preparation, 'nfc') && !cleans(preparation, 'nfkc')) {
    const words = sentence`${amount(apart)} accents stand apart from their letters. Normalise to NFC: a letter with its accent becomes one symbol.`;
    advice.push(make('accents', 'hint', words, clean(preparation, { kind: 'nfc' })));
  }
  const joined = of(/^(?:\u200d|\ufe0f|[\u{1f3fb}-\u{1f3ff}]|[\u{1f1e6}-\u{1f1ff}])$/u);
  if (
    joined > Math.max(10, characters / 5000) &&
    symbols.some((symbol) => /^\p{Extended_Pictographic}/u.test(symbol))
  ) {
    const words = sentence`${amount(joined)} symbols are parts of emoji, which a model can put together wrongly. Count what a reader sees as one symbol.`;
    advice.push(make('emoji', 'hint', words, { unit: 'grapheme' }));
  }
  return advice;
};

/** Labels that a sentence names. */
const maxNamed = 4;

const labels: Adviser = (_text, { labelled: { labels: found } }) => {
  if (found.length === 0) return [];
  const named = found
    .slice(0, maxNamed)
    .map(({ label, lines: own }) => sentence`"${shortened(label)}" (${amount(own, 'line')})`);
  const list = listed(named);
  const some = found.length > maxNamed ? sentence`${list}, …` : list;
  const words = sentence`Its lines have ${amount(found.length, 'label')}: ${some}. A run with the task classify learns to tell them apart.`;
  return [make('labels', 'hint', words, null)];
};

function wrapped(
  preparation: Preparation,
  step: CleaningStep & { kind: AdviceCode },
  words: Sentence,
): readonly Advice[] {
  return cleans(preparation, step.kind) ? [] : [make(step.kind, 'warning', words, clean(preparation, step))];
}

function cleans(preparation: Preparation, kind: CleaningKind): boolean {
  return preparation.cleaning.some((step) => step.kind === kind);
}

function clean(preparation: Preparation, ...steps: readonly CleaningStep[]): Partial<Preparation> {
  return { cleaning: [...preparation.cleaning, ...steps] };
}

function make(code: AdviceCode, severity: AdviceSeverity, words: Sentence, mend: Partial<Preparation> | null): Advice {
  return { code, severity, sentence: words, mend };
}
