// A stretch of a corpus's text: turned page by page, moved to any place, or found by its words.

import type { CorpusId } from '../../src-engine/protocol/index.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { failureOf, failureWords } from '../text/failures.ts';
import type { EngineClient } from '../engine/client.ts';

/** Symbols of a page. */
export const pageLength = 3000;
/** Shown before what was found. */
const leadIn = 300;

export class Passage {
  #start = $state(0);
  #text = $state.raw<string | null>(null);
  #words = $state('');
  #found = $state<number | null>(null);
  #searching = $state(false);
  #note = $state.raw<SentenceValue | null>(null);

  readonly #client: EngineClient;
  readonly #corpus: CorpusId;
  readonly #characters: number;
  #turn = 0;

  constructor(client: EngineClient, corpus: CorpusId, characters: number) {
    this.#client = client;
    this.#corpus = corpus;
    this.#characters = characters;
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

  /** Where the words stand, as symbols from the text's beginning. */
  get found(): number | null {
    return this.#found;
  }

  get searching(): boolean {
    return this.#searching;
  }

  /** Such as that the words stand nowhere. */
  get note(): string | null {
    return failureWords(this.#note);
  }

  /** What is looked for. */
  setWords(words: string): void {
    this.#words = words;
    this.#found = null;
    this.#note = null;
  }

  get isFirst(): boolean {
    return this.#start === 0;
  }

  get isLast(): boolean {
    return this.#start + pageLength >= this.#characters;
  }

  async goTo(start: number): Promise<void> {
    this.#found = null;
    await this.#show(start);
  }

  async turn(pages: 1 | -1): Promise<void> {
    await this.goTo(this.#start + pages * pageLength);
  }

  /** The next place after the last one found; after the end, from the beginning again. */
  async find(): Promise<void> {
    const text = this.#words;
    if (text === '' || this.#searching) return;
    this.#searching = true;
    this.#note = null;
    try {
      const from = this.#found === null ? this.#start : this.#found + 1;
      const next = await this.#client.ask('corpus.find', { corpus: this.#corpus, text, from });
      const position = next.at ?? (await this.#client.ask('corpus.find', { corpus: this.#corpus, text, from: 0 })).at;
      if (position === null) this.#note = sentence`“${text}” is not in this text.`;
      else if (next.at === null) this.#note = sentence`Found from the beginning again.`;
      if (position !== null) await this.#show(position - leadIn);
      this.#found = position;
    } catch (error) {
      this.#note = failureOf(error);
    } finally {
      this.#searching = false;
    }
  }

  async #show(start: number): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const wanted = Math.max(0, Math.min(start, this.#characters - pageLength));
    try {
      const ask = { corpus: this.#corpus, start: wanted, length: pageLength };
      const passage = await this.#client.ask('corpus.read', ask);
      if (turn !== this.#turn) return;
      this.#start = passage.start;
      this.#text = passage.text;
    } catch (error) {
      if (turn === this.#turn) this.#note = failureOf(error);
    }
  }
}
