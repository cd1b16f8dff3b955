// The text of the page while it is edited: at any place, its prompt included. Who has written what is kept along.

import type { RunId, UnseenSymbol } from '../../src-engine/protocol/index.ts';
import type { EngineClient } from '../engine/client.ts';
import { changeBefore } from '../text/change.ts';
import { edited, typedStretches } from '../text/page-text.ts';
import type { PageText } from '../text/page-text.ts';
import type { Stretch } from '../text/unseen.ts';
import type { EditedText } from './field-window.svelte.ts';
import { PromptCheck } from './prompt-check.svelte.ts';

export class PageEditing implements EditedText {
  #page = $state.raw<PageText>({ prompt: '', text: '', origins: [] });
  #text = $state.raw('');
  #caret = $state.raw(0);
  readonly #check: PromptCheck;

  /** @param caret in UTF-16 units of prompt and text together */
  constructor(client: EngineClient, run: RunId, page: PageText, caret: number) {
    this.#page = page;
    this.#text = page.prompt + page.text;
    this.#caret = caret;
    this.#check = new PromptCheck(client, run);
    this.#check.soon(this.#text);
  }

  /** Prompt and text together. */
  get text(): string {
    return this.#text;
  }

  get caret(): number {
    return this.#caret;
  }

  get page(): PageText {
    return this.#page;
  }

  get unseen(): readonly UnseenSymbol[] {
    return this.#check.unseen;
  }

  /** The prompt, and what was typed into the text. */
  get typed(): readonly Stretch[] {
    const { length } = this.#page.prompt;
    const inText = typedStretches(this.#page).map(({ start, end }) => ({ start: start + length, end: end + length }));
    return length === 0 ? inText : [{ start: 0, end: length }, ...inText];
  }

  edit(text: string, caret: number): void {
    const { start, removed, added } = changeBefore(this.#text, text, caret);
    this.#page = edited(this.#page, start, removed, text.slice(start, start + added));
    this.#text = text;
    this.#caret = caret;
    this.#check.soon(text);
  }

  move(caret: number | null): void {
    if (caret !== null) this.#caret = caret;
  }
}
