// Sentences that can be said in every language of the window. A sentence is its English, with gaps, and what stands in
// the gaps:
// the English is the key under which a catalogue has the sentence in its own language. It crosses ports as it is, and
// is put into words where it is shown.

/** A number of things, such as '12,345 symbols'; without words, the number alone. */
export interface Amount {
  readonly count: number;
  readonly one: string;
  readonly many: string;
}

/** A part of a whole, 0 to 1, such as '2.3 %'. */
export interface Share {
  readonly share: number;
}

/** A number that may have decimals, such as '1.5'. */
export interface Decimal {
  readonly decimal: number;
  /** Places behind the sign. */
  readonly min: number;
  readonly max: number;
}

export interface Sentence {
  /** In English; its gaps are `{0}`, `{1}` … */
  readonly template: string;
  readonly values: readonly SentenceValue[];
}

/** What stands in a gap. Texts and numbers are the same in every language. */
export type SentenceValue = string | number | Amount | Decimal | Share | Sentence;

/** What is said in a language: the sentences by their English, and the nouns of amounts by their English singular. */
export interface Catalogue {
  readonly sentences: Readonly<Record<string, string>>;
  readonly nouns: Readonly<Record<string, readonly [one: string, many: string]>>;
}

export const english: Catalogue = { sentences: {}, nouns: {} };

const templates = new WeakMap<TemplateStringsArray, string>();

/** The tag of a sentence: sentence`The file "${shortened(name)}" is empty.` */
export function sentence(strings: TemplateStringsArray, ...values: readonly SentenceValue[]): Sentence {
  return { template: templateOf(strings), values };
}

/** Words out of a table, as a part of another sentence. */
export function fromTable(words: string): Sentence {
  return { template: words, values: [] };
}

function templateOf(strings: TemplateStringsArray): string {
  const known = templates.get(strings);
  if (known !== undefined) return known;
  const template = strings.reduce((before, part, gap) => `${before}{${gap - 1}}${part}`);
  templates.set(strings, template);
  return template;
}

/** @param many where the plural is not the word with an s */
export function amount(count: number, one = '', many = one === '' ? '' : `${one}s`): Amount {
  return { count, one, many };
}

/** @param max places behind the sign; as many at the least, unless it is said */
export function decimal(value: number, max: number, min = max): Decimal {
  return { decimal: value, min, max };
}

const allPlaces = 20;

/** With all its places. */
export function exactly(value: number): Decimal {
  return { decimal: value, min: 0, max: allPlaces };
}

/** Such as 'a, b, c'. */
export function listed(parts: readonly SentenceValue[]): SentenceValue {
  const [first = '', ...others] = parts;
  return others.reduce((before, next) => sentence`${before}, ${next}`, first);
}

/** Such as 'a, b and c'. */
export function inARow(parts: readonly SentenceValue[]): SentenceValue {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : sentence`${listed(parts.slice(0, -1))} and ${last}`;
}

/** Such as 'a, b and 3 more', of more parts than `max`. */
export function abridged(parts: readonly SentenceValue[], max: number): Sentence {
  return sentence`${listed(parts.slice(0, max))} and ${parts.length - max} more`;
}

export function share(part: number): Share {
  return { share: part };
}

/** How numbers are written, with the signs that the reader has chosen. */
export interface NumberWriting {
  /** With so many places behind the decimal sign. */
  readonly decimal: (value: number, min: number, max: number) => string;
  /** In two figures, such as '2.3 %'. */
  readonly share: (share: number) => string;
}

const englishNumbers: NumberWriting = {
  decimal(value, minimumFractionDigits, maximumFractionDigits) {
    if (maximumFractionDigits === allPlaces) return String(value);
    // Figures alone: the first number that Intl is asked for takes 20 ms.
    if (minimumFractionDigits === 0 && Number.isInteger(value) && Math.abs(value) < 1000) return String(value);
    return value.toLocaleString('en', { minimumFractionDigits, maximumFractionDigits });
  },
  share: (part) => `${Number((part * 100).toPrecision(2))} %`,
};

/** As the command line and the log say it. */
export function inEnglish(words: SentenceValue): string {
  return worded(words, english, englishNumbers);
}

/** What a catalogue lacks is said in English. */
export function worded(words: SentenceValue, catalogue: Catalogue, write: NumberWriting): string {
  if (typeof words === 'string') return words;
  if (typeof words === 'number') return String(words);
  if ('count' in words) return wordedAmount(words, catalogue, write);
  if ('decimal' in words) return write.decimal(words.decimal, words.min, words.max);
  if ('share' in words) return write.share(words.share);
  const values = words.values.map((value) => worded(value, catalogue, write));
  return filled(catalogue.sentences[words.template] ?? words.template, values);
}

/** A template with its gaps filled. '{0:dative}' is for German, whose plurals take an n behind many a preposition. */
function filled(template: string, values: readonly string[]): string {
  return template.replace(/\{(\d+)(:dative)?\}/g, (gap, index: string, dative?: string) => {
    const value = values[Number(index)];
    if (value === undefined) return gap;
    return dative === undefined ? value : inDative(value);
  });
}

function wordedAmount({ count, one, many }: Amount, { nouns }: Catalogue, write: NumberWriting): string {
  const written = write.decimal(Math.round(count), 0, 0);
  if (one === '') return written;
  const [single, several] = nouns[one] ?? [one, many];
  return `${written} ${Math.round(count) === 1 ? single : several}`;
}

/** '3 Schritte' → '3 Schritten'; '1 Schritt' and '3 Zeichen' stay. A plain space: '1\u202f000 Schritte' are many. */
function inDative(amountInWords: string): string {
  return /^1 |[ns]$/.test(amountInWords) ? amountInWords : `${amountInWords}n`;
}
