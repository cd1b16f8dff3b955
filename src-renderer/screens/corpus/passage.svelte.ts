// A stretch of a corpus's text: turned page by page, moved to any place, or found by its words.

import type { CorpusId } from '../../../src-engine/protocol/index.ts';
import type { SentenceValue } from '../../../src-engine/protocol/text/sentences.ts';
import { failureOf, failureWords } from '../../text/failures.ts';
import { placeWords } from '../../text/occurrences.ts';
import { showControls } from '../../text/symbols.ts';
import type { EngineClient } from '../../engine/client.ts';
import { Latest } from '../../state/latest.svelte.ts';
import type { Finder } from '../../state/text-search.svelte.ts';

/** Symbols of a page. */
export const pageLength = 3000;
/** Shown before what was found. */
const leadIn = 300;

export class CorpusPassage implements Finder {
  #start = $state(0);
  #text = $state.raw<string | null>(null);
  #words = $state('');
  /** Where what was found begins on the page, in UTF-16 units of the text as it is shown. */
  #mark = $state<number | null>(null);
  #problem = $state.raw<SentenceValue | null>(null);
  readonly #search: Latest<'corpus.find'>;

  readonly #client: EngineClient;
  readonly #corpus: CorpusId;
  readonly #characters: number;
  #turn = 0;

  constructor(client: EngineClient, corpus: CorpusId, characters: number) {
    this.#client = client;
    this.#corpus = corpus;
    this.#characters = characters;
    this.#search = new Latest(client, 'corpus.find', ({ at }) => {
      if (at === null) this.#mark = null;
      else void this.#show(at - leadIn, at);
    });
  }

  get start(): number {
    return this.#start;
  }

  get text(): string | null {
    return this.#text;
  }

  get words(): string {
    return this.#words;
  }

  get mark(): number | null {
    return this.#mark;
  }

  get hasFound(): boolean {
    return (this.#search.answer?.total ?? 0) > 0;
  }

  get told(): string {
    const found = this.#search.answer;
    return found === null ? '' : placeWords(found.number, found.total);
  }

  /** What has gone wrong. */
  get problem(): string | null {
    return failureWords(this.#problem) ?? this.#search.problem;
  }

  /** From what one looks at on, so that nothing moves while one types the rest of a word. */
  look(words: string): void {
    const from = this.#search.answer?.at ?? this.#start;
    this.#words = words;
    this.#mark = null;
    if (words === '') this.#search.forget();
    else this.#search.ask({ corpus: this.#corpus, text: words, from, backwards: false });
  }

  /** To the next place, or the one before; round the ends. */
  step(by: -1 | 1): void {
    const at = this.#search.answer?.at ?? null;
    if (at === null || this.#words === '') return;
    const from = by === 1 ? at + 1 : at;
    this.#search.ask({ corpus: this.#corpus, text: this.#words, from, backwards: by === -1 });
  }

  get isFirst(): boolean {
    return this.#start === 0;
  }

  get isLast(): boolean {
    return this.#start + pageLength >= this.#characters;
  }

  async goTo(start: number): Promise<void> {
    await this.#show(start, null);
  }

  async turn(pages: 1 | -1): Promise<void> {
    await this.goTo(this.#start + pages * pageLength);
  }

  /** @param found the symbol to be brought into sight */
  async #show(start: number, found: number | null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const [corpus, wanted] = [this.#corpus, Math.max(0, Math.min(start, this.#characters - pageLength))];
    try {
      const passage = await this.#client.ask('corpus.read', { corpus, start: wanted, length: pageLength });
      const before =
        found === null
          ? null
          : await this.#client.ask('corpus.read', { corpus, start: passage.start, length: found - passage.start });
      if (turn !== this.#turn) return;
      this.#start = passage.start;
      this.#text = passage.text;
      this.#mark = before && showControls(before.text).length;
      this.#problem = null;
    } catch (error) {
      if (turn === this.#turn) this.#problem = failureOf(error);
    }
  }
}
