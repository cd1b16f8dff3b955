// The sheet that the text comes onto. Follows the end of the text unless the reader has scrolled away from it.

import { find } from './controls.ts';

/**
 * Milliseconds between two additions at least: a person sees a stream, and a long text is not laid out anew too often.
 */
const minPause = 30;
/** Pixels from its end within which a reader counts as being there. */
const nearEnd = 24;

export class Sheet {
  readonly #text = find('text', HTMLElement);
  readonly #scroller = find('scroller', HTMLElement);
  readonly #isStill = matchMedia('(prefers-reduced-motion: reduce)');
  #waiting = '';
  #next = 0;

  /** A new text that begins with the prompt. */
  begin(prompt: string): void {
    const said = document.createElement('span');
    said.className = 'prompt';
    said.textContent = prompt;
    this.#text.replaceChildren(said);
    this.#scroller.scrollTop = 0;
    this.#waiting = '';
    this.#next = 0;
    document.body.classList.add('writing');
  }

  append(text: string): void {
    this.#waiting += text;
    const now = performance.now();
    // Who wants no motion gets the text when it is there.
    if (this.#isStill.matches || now < this.#next) return;
    this.#show();
    const cost = performance.now() - now;
    this.#next = now + Math.max(minPause, cost * 4);
  }

  end(): void {
    this.#show();
    document.body.classList.remove('writing');
  }

  /** Prompt and text to the clipboard; else they are selected. @returns whether they are there */
  async copy(): Promise<boolean> {
    const text = this.#text.textContent;
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Not every browser lets a page from a file use it.
      getSelection()?.selectAllChildren(this.#text);
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only other way
      return document.execCommand('copy');
    }
  }

  #show(): void {
    if (this.#waiting === '') return;
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < nearEnd;
    this.#text.append(this.#waiting);
    this.#waiting = '';
    if (isAtEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }
}
