// The text on the page of Generate: who has written what of it, what the model thought of each symbol, and which symbol
// is looked at. The text itself is not reactive: a long one grows many times a second, and who draws it follows it.

import type { CopiedSpan, SampleDetail } from '../../src-engine/protocol/index.ts';
import { Refusal } from '../engine/client.ts';
import type { EngineClient } from '../engine/client.ts';
import { contextBefore } from '../text/context.ts';
import { emptyPage, upTo, writtenOn } from '../text/page-text.ts';
import type { PageText } from '../text/page-text.ts';
import { charactersIn } from '../text/symbols.ts';
import { WeighedText } from './weighed-text.ts';
import type { WritingControls } from './writing-controls.svelte.ts';

interface SymbolPlace {
  /** UTF-16 units of the text. */
  readonly start: number;
  readonly end: number;
}

export class Manuscript {
  #prompt = $state('');
  #written = $state(0);
  #characters = $state(0);
  #looked = $state.raw<SymbolPlace | null>(null);
  #copies = $state.raw<readonly CopiedSpan[]>([]);
  #minCopied = $state(20);
  #weighings = $state(0);
  #edition = $state(0);

  readonly #client: EngineClient;
  readonly #controls: WritingControls;
  #text = '';
  /** Up to where a model writes at present. */
  #origins: PageText['origins'] = [];
  /** Where the newest stretch that a model has written begins, in UTF-16 units of the text. */
  #newest = 0;
  /** Characters before it. */
  #charactersBefore = 0;
  /** What is known of the text's symbols does not belong to it any more. */
  #isStale = false;
  readonly #weighed = new WeighedText();
  readonly #readers = new Set<(text: string) => void>();

  constructor(client: EngineClient, controls: WritingControls) {
    this.#client = client;
    this.#controls = controls;
  }

  /** What the model read before the first character of the text, as the engine says. */
  get prompt(): string {
    return this.#prompt;
  }

  get text(): string {
    return this.#text;
  }

  /** Prompt and text together. */
  get whole(): string {
    return this.#prompt + this.#text;
  }

  get page(): PageText {
    return { prompt: this.#prompt, text: this.#text, origins: this.#origins };
  }

  /** Up to where the newest stretch begins. */
  get pageBefore(): PageText {
    return upTo(this.page, this.#newest);
  }

  /** In UTF-16 units. */
  get written(): number {
    return this.#written;
  }

  get characters(): number {
    return this.#characters;
  }

  /** Of them, what the model has written in its newest go. */
  get charactersNow(): number {
    return this.#characters - this.#charactersBefore;
  }

  /** Whether the newest go has brought anything. */
  get hasNew(): boolean {
    return this.#written > this.#newest;
  }

  /** Counts the texts: a new one empties the page. */
  get edition(): number {
    return this.#edition;
  }

  get empty(): boolean {
    return this.#edition === 0;
  }

  /** What the model thought of each symbol; empty where that is not known yet. */
  get weighed(): WeighedText {
    return this.#weighed;
  }

  /** Counts what is known of the text's symbols: they are marked anew. */
  get weighings(): number {
    return this.#weighings;
  }

  get isStale(): boolean {
    return this.#isStale;
  }

  /** The symbol that is looked at; null: none. */
  get looked(): SymbolPlace | null {
    return this.#looked;
  }

  get lookedSymbol(): string | null {
    return this.#looked && this.#text.slice(this.#looked.start, this.#looked.end);
  }

  /** What of the text stands verbatim in the corpus. */
  get copies(): readonly CopiedSpan[] {
    return this.#copies;
  }

  /** The copied stretch that is looked at; null: none. */
  get lookedCopy(): CopiedSpan | null {
    const { looked } = this;
    return (looked && this.#copies.find(({ start, end }) => start <= looked.start && looked.start < end)) ?? null;
  }

  /** Symbols from which on a stretch counts as copied. */
  get minCopied(): number {
    return this.#minCopied;
  }

  setMinCopied(min: number): void {
    this.#minCopied = min;
  }

  /** Tells `reader` what is appended from now on. */
  follow(reader: (text: string) => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** What is read before a position of the text, in UTF-16 units. */
  before(position: number): string {
    return contextBefore(this.whole, this.#prompt.length + position);
  }

  /** Looks at the symbol at a position of the text, in UTF-16 units; beyond its end at none. */
  look(position: number | null): void {
    this.#looked = position === null ? null : this.symbolAt(position);
  }

  /** The symbol before or after the one that is looked at. */
  step(by: -1 | 1): void {
    const at = this.#looked ?? { start: this.#written, end: this.#written };
    this.look(Math.max(0, by < 0 ? at.start - 1 : Math.min(at.end, this.#written - 1)));
  }

  /** Null: there is none. */
  symbolAt(position: number): SymbolPlace | null {
    const symbol = this.#weighed.symbolAt(position);
    return symbol === null ? null : { start: this.#weighed.startOf(symbol), end: this.#weighed.startOf(symbol + 1) };
  }

  /**
   * Another text; what is known of the symbols of one that only goes on is kept.
   * @param newest with which it ends, and which the model has written in its newest go
   */
  show({ prompt, text, origins }: PageText, newest: string): void {
    const isSame = prompt === this.#prompt && this.#text.startsWith(text) && !this.#isStale;
    this.#weighed.cutTo(isSame ? text.length : 0);
    this.#isStale = this.#weighed.units !== text.length;
    this.#weighings += 1;
    this.#prompt = prompt;
    this.#text = text;
    this.#origins = origins;
    this.#looked = null;
    this.#copies = [];
    this.#written = text.length;
    this.#characters = charactersIn(text);
    this.#newest = text.length - newest.length;
    this.#charactersBefore = this.#characters - charactersIn(newest);
    this.#edition += 1;
  }

  /** There is no text any more. */
  clear(): void {
    this.show(emptyPage, '');
    this.#edition = 0;
  }

  /**
   * Written on by the model.
   * @param lengths of its symbols, in UTF-16 units
   * @param surprisals theirs, in bits
   */
  append(text: string, lengths: Uint8Array, surprisals: Float32Array): void {
    if (!this.#isStale) this.#weighed.append(lengths, surprisals);
    this.#weighings += 1;
    this.#text += text;
    this.#written = this.#text.length;
    this.#characters += charactersIn(text);
    for (const reader of this.#readers) reader(text);
  }

  /** The newest stretch is kept as that sample's own text. */
  keepAs(sample: SampleDetail['id']): void {
    this.#origins = writtenOn(this.pageBefore, sample, this.#text.slice(this.#newest)).origins;
  }

  /** Asks what the model thinks of all that stands here. */
  async weigh(): Promise<void> {
    const { edition, prompt, text } = this;
    if (text === '') return;
    try {
      const known = await this.#client.ask('sample.weigh', { ...this.#controls.modelChoice, prompt, text });
      if (edition !== this.#edition || this.#text !== text) return;
      this.#weighed.clear();
      this.#weighed.append(known.lengths, known.surprisals);
      this.#isStale = false;
      this.#weighings += 1;
    } catch (error) {
      // The checkpoint that wrote it may be gone: the text is shown without marks.
      if (!(error instanceof Refusal)) throw error;
    }
  }

  /** Finds what the text has copied. */
  async findCopies(): Promise<void> {
    const { edition, text, minCopied: min } = this;
    const copies = await this.#client.ask('sample.copies', { run: this.#controls.run, text, min });
    if (edition === this.#edition && text === this.#text && min === this.#minCopied) this.#copies = copies;
  }
}
