// The help as it is open: on a page, at a word, or searched.

import { glossary, terms } from '../text/help/glossary.ts';
import type { Term } from '../text/help/glossary.ts';
import { pageKeys, pages } from '../text/help/pages.ts';
import type { PageKey } from '../text/help/pages.ts';
import { keyRows, keysInWords } from '../text/keys.ts';
import { spoken } from '../text/say.ts';

/** A page, the keys, or the glossary with the word that was asked for. */
export type HelpTopic =
  | { readonly kind: 'page'; readonly page: PageKey }
  | { readonly kind: 'keys' }
  | { readonly kind: 'glossary'; readonly term: Term | null };

export interface Found {
  readonly title: string;
  readonly words: string;
  readonly topic: HelpTopic;
}

export class Help {
  #topic = $state.raw<HelpTopic | null>(null);
  #sought = $state('');
  readonly #platform: string;
  readonly #found = $derived.by(() => search(this.#sought, this.#platform));

  /** @param platform whose keys are meant */
  constructor(platform: string) {
    this.#platform = platform;
  }

  get isOpen(): boolean {
    return this.#topic !== null;
  }

  get topic(): HelpTopic | null {
    return this.#topic;
  }

  get sought(): string {
    return this.#sought;
  }

  /** Null: nothing is sought. */
  get found(): readonly Found[] | null {
    return this.#found;
  }

  open(topic: HelpTopic): void {
    this.#sought = '';
    this.#topic = topic;
  }

  seek(words: string): void {
    this.#sought = words;
  }

  close(): void {
    this.#topic = null;
  }
}

/** Every paragraph, meaning and key in which all of the words stand, those first whose title has them. */
export function search(sought: string, platform: string): readonly Found[] | null {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const all: readonly (Found & { readonly also?: string })[] = [
    ...terms.map((term) => ({
      title: spoken(glossary[term].word),
      words: spoken(glossary[term].meaning),
      topic: { kind: 'glossary', term } as const,
    })),
    ...pageKeys.flatMap((page) =>
      pages[page].paragraphs.map((paragraph) => ({
        title: spoken(pages[page].title),
        words: spoken(paragraph),
        topic: { kind: 'page', page } as const,
      })),
    ),
    ...keyRows(platform).map(({ keys, does, also }) => ({
      title: keysInWords(keys, platform),
      words: does,
      also,
      topic: { kind: 'keys' } as const,
    })),
  ];
  const found = all.filter(({ title, words: text, also = '' }) => has(`${title} ${text} ${also}`));
  return [...found.filter(({ title }) => has(title)), ...found.filter(({ title }) => !has(title))];
}
