// Text that grows fast, put into the document without making it slow: appended once a frame, in blocks of some
// thousand characters, of which the browser lays out only those in view. A reader at the end of the text is taken
// along; one who has scrolled up is not.

import { endOfBlock } from '../../../text/text-blocks.ts';

const blockSize = { enough: 2_000, max: 4_000 };
/** Text nodes stay short: appending to one copies it. */
const nodeSize = 4_000;
/** Pixels from the end that still count as being there. */
const nearEnd = 24;

/** What a person does to scroll; everything else that scrolls is the browser or this class. */
const gestures = ['wheel', 'pointerdown', 'touchmove', 'keydown'] as const;

export interface Cut {
  /** Goes on in the present block, with what closes it: the end of a block draws no line for a line end. */
  readonly head: string;
  /** The next block; null: no new block yet. */
  readonly tail: string | null;
}

/** Where the text that comes next starts a new block, when the present one holds `length` characters already. */
export function cut(text: string, length: number): Cut {
  const end = endOfBlock(text, 0, blockSize, length);
  return end === null ? { head: text, tail: null } : { head: text.slice(0, end), tail: text.slice(end) };
}

/** A text node and where its text begins, in UTF-16 units of the whole text. */
interface Piece {
  readonly node: Text;
  readonly start: number;
}

export class StreamView {
  readonly #host: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #ending = new AbortController();
  /** Blocks take their true height only when they come into view. */
  readonly #growth = new ResizeObserver(() => this.#follow());
  #following = false;
  #gestured = false;
  #pending = '';
  #frame: number | null = null;
  #block: HTMLElement | null = null;
  #blockLength = 0;
  #node: Text | null = null;
  #pieces: Piece[] = [];
  #length = 0;

  constructor(host: HTMLElement, scroller: HTMLElement) {
    this.#host = host;
    this.#scroller = scroller;
    const options = { signal: this.#ending.signal, passive: true };
    for (const gesture of gestures) scroller.addEventListener(gesture, () => (this.#gestured = true), options);
    scroller.addEventListener('scroll', () => this.#scrolled(), options);
    this.#growth.observe(host);
  }

  /** A whole text with its prompt; the reader begins at its top, or goes along with what comes. */
  begin(prompt: string, text: string, following: boolean): void {
    this.#host.replaceChildren();
    this.#pieces = [];
    this.#length = 0;
    this.#startBlock();
    if (prompt !== '') this.#writePrompt(prompt);
    this.#put(text);
    this.#following = following;
    this.#scroller.scrollTop = 0;
    this.#follow();
  }

  append(text: string): void {
    this.#pending += text;
    this.#frame ??= requestAnimationFrame(() => this.#flush());
  }

  /** The position in the text, in UTF-16 units, that a position in the document shows; null: none, or the prompt. */
  positionOf(node: Node, offset: number): number | null {
    const piece = this.#pieces.find((other) => other.node === node);
    return piece ? piece.start + offset : null;
  }

  /** What is in view, give or take a block, in UTF-16 units; null: nothing. */
  shown(): { readonly start: number; readonly end: number } | null {
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const visible = this.#pieces.filter(({ node }) => {
      const block = node.parentElement?.getBoundingClientRect();
      return block !== undefined && block.bottom >= top && block.top <= bottom;
    });
    const [first] = visible;
    const last = visible.at(-1);
    return first && last ? { start: first.start, end: last.start + last.node.length } : null;
  }

  /** A stretch of the text in the document; null where it is not there (yet). */
  range(start: number, end: number): Range | null {
    const from = this.#pieceAt(start);
    const to = this.#pieceAt(end - 1);
    if (!from || !to || end > this.#length || start >= end) return null;
    const range = document.createRange();
    range.setStart(from.node, start - from.start);
    range.setEnd(to.node, end - to.start);
    return range;
  }

  #pieceAt(position: number): Piece | undefined {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#pieces[middle]?.start ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return this.#pieces[low];
  }

  /** Nothing more is drawn. */
  close(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#growth.disconnect();
    this.#ending.abort();
  }

  #flush(): void {
    this.#frame = null;
    const text = this.#pending;
    this.#pending = '';
    this.#put(text);
    this.#follow();
  }

  #follow(): void {
    if (this.#following) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    if (this.#gestured) this.#following = scrollTop + clientHeight >= scrollHeight - nearEnd;
  }

  #put(text: string): void {
    let rest: string | null = text;
    while (rest !== null) {
      const { head, tail }: Cut = cut(rest, this.#blockLength);
      this.#write(head);
      if (tail !== null) this.#startBlock();
      rest = tail;
    }
  }

  #write(text: string): void {
    if (text === '') return;
    if (this.#node === null || this.#node.length > nodeSize) {
      this.#node = document.createTextNode(text);
      this.#block?.append(this.#node);
      this.#pieces.push({ node: this.#node, start: this.#length });
    } else {
      this.#node.appendData(text);
    }
    this.#blockLength += text.length;
    this.#length += text.length;
  }

  #writePrompt(prompt: string): void {
    const span = document.createElement('span');
    span.className = 'prompt';
    span.textContent = prompt;
    this.#block?.append(span);
    this.#blockLength = prompt.length;
  }

  #startBlock(): void {
    this.#block = document.createElement('p');
    this.#host.append(this.#block);
    this.#blockLength = 0;
    this.#node = null;
  }
}
