// Text that grows fast, put into the document without making it slow: appended once a frame, in blocks of some
// thousand characters, of which the browser lays out only those in view. Blocks end only at line ends, so that
// the text looks as if it were one.

const blockSize = 2_000;
/** Text nodes stay short: appending to one copies it. */
const nodeSize = 4_000;

export interface Cut {
  /** Goes on in the present block, with the line end that closes it: the end of a block draws no line for it. */
  readonly head: string;
  /** The next block; null: no new block yet. */
  readonly tail: string | null;
}

/** Where the text that comes next starts a new block, when the present one holds `length` characters already. */
export function cut(text: string, length: number): Cut {
  const at = text.indexOf('\n', Math.max(0, blockSize - length));
  return at < 0 ? { head: text, tail: null } : { head: text.slice(0, at + 1), tail: text.slice(at + 1) };
}

export class StreamView {
  readonly #host: HTMLElement;
  readonly #scroller: HTMLElement;
  #pending = '';
  #frame: number | null = null;
  #block: HTMLElement | null = null;
  #blockLength = 0;
  #node: Text | null = null;

  constructor(host: HTMLElement, scroller: HTMLElement) {
    this.#host = host;
    this.#scroller = scroller;
  }

  /** Empties the page and begins a text with its prompt. */
  begin(prompt: string): void {
    this.close();
    this.#pending = '';
    this.#host.replaceChildren();
    this.#startBlock();
    if (prompt === '') return;
    const span = document.createElement('span');
    span.className = 'prompt';
    span.textContent = prompt;
    this.#block?.append(span);
    this.#blockLength = prompt.length;
  }

  append(text: string): void {
    this.#pending += text;
    this.#frame ??= requestAnimationFrame(() => this.#flush());
  }

  /** Puts a whole text in at once; the reader begins at its top. */
  show(text: string): void {
    this.#put(text);
    this.#scroller.scrollTop = 0;
  }

  #flush(): void {
    this.close();
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const atEnd = scrollTop + clientHeight >= scrollHeight - 24;
    const text = this.#pending;
    this.#pending = '';
    this.#put(text);
    // Only a reader who is at the end wants to be taken along.
    if (atEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
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

  /** Nothing more is drawn. */
  close(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
  }

  #write(text: string): void {
    if (text === '') return;
    if (this.#node === null || this.#node.length > nodeSize) {
      this.#node = document.createTextNode(text);
      this.#block?.append(this.#node);
    } else {
      this.#node.appendData(text);
    }
    this.#blockLength += text.length;
  }

  #startBlock(): void {
    this.#block = document.createElement('p');
    this.#host.append(this.#block);
    this.#blockLength = 0;
    this.#node = null;
  }
}
