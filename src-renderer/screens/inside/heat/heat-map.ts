// A text of any length whose symbols are coloured, in blocks of which the browser lays out only those in view. Colours
// are drawn by its highlight registry: not one element is added for them. Knows where a symbol stands, and which one
// stands at a point.

import { highlightOf, shadesOf } from '../../../text/highlights.ts';
import { startsOf } from '../../../text/surprise-figures.ts';
import { showControls } from '../../../text/symbols.ts';
import { endOfBlock } from '../../../text/text-blocks.ts';

/** What stands beside a line. */
export interface LineNote {
  /** What it says, and what that is about. */
  readonly words: string;
  readonly figure: string;
  /** Under it; null: nothing. */
  readonly remark: string | null;
}

const blockSize = { enough: 1500, max: 3000 };

interface Block {
  readonly element: HTMLElement;
  readonly text: Text;
  /** In UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** Symbols from `from` to before `to`. */
export interface SymbolRange {
  readonly from: number;
  readonly to: number;
}

export class HeatMap {
  readonly #host: HTMLElement;
  readonly #starts: Uint32Array;
  readonly #blocks: readonly Block[];
  readonly #shown = new Set<Block>();
  readonly #observer: IntersectionObserver;
  readonly #warm = shadesOf('heat');
  readonly #cool = shadesOf('cool');
  readonly #marked = highlightOf('heat-marked');
  #levels: Int8Array = new Int8Array(0);
  #range: SymbolRange | null = null;
  #frame: number | null = null;

  /**
   * @param host empty; filled with the text
   * @param scroller in which it is seen
   * @param notes of each line, which then is a block of its own; null: there are none
   */
  constructor(
    host: HTMLElement,
    scroller: HTMLElement,
    { text, lengths, notes }: { text: string; lengths: Uint8Array; notes: readonly LineNote[] | null },
  ) {
    this.#host = host;
    this.#starts = startsOf(lengths);
    this.#blocks = (notes === null ? cutIntoBlocks(text) : cutIntoLines(text)).map(({ start, end }) => {
      const element = document.createElement('div');
      // Its last line end is the block's own.
      const shown = showControls(text.slice(start, end));
      const node = document.createTextNode(
        shown.endsWith('\n') && end < text.length ? shown.slice(0, -1) || '\n' : shown,
      );
      element.append(node);
      return { element, text: node, start, end };
    });
    host.replaceChildren(
      ...this.#blocks.map(({ element }, index) => (notes ? withNote(element, notes[index]) : element)),
    );
    const byElement = new Map(this.#blocks.map((block) => [block.element, block]));
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const block = byElement.get(target as HTMLElement);
          if (!block) continue;
          if (isIntersecting) this.#shown.add(block);
          else this.#shown.delete(block);
        }
        this.#refresh();
      },
      { root: scroller, rootMargin: '300px' },
    );
    for (const { element } of this.#blocks) this.#observer.observe(element);
  }

  get symbols(): number {
    return this.#starts.length - 1;
  }

  /** @param levels one a symbol */
  colour(levels: Int8Array): void {
    this.#levels = levels;
    this.#refresh();
  }

  mark(range: SymbolRange | null): void {
    this.#range = range;
    this.#refresh();
  }

  close(): void {
    this.#observer.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#clear();
    this.#host.replaceChildren();
  }

  /** Brings a symbol into view. */
  show(symbol: number): void {
    const block = this.#blockOf(this.#startOf(symbol));
    if (!block) return;
    block.element.scrollIntoView({ block: 'nearest' });
    requestAnimationFrame(() => {
      const rect = this.#rangeOf(symbol, symbol + 1)?.getBoundingClientRect();
      const frame = this.#host.parentElement?.getBoundingClientRect();
      if (!rect || !frame || !this.#host.parentElement) return;
      const isInView = rect.top >= frame.top + 24 && rect.bottom <= frame.bottom - 24;
      if (!isInView) this.#host.parentElement.scrollTop += rect.top - frame.top - frame.height / 3;
    });
  }

  /** The symbol at a node's offset, such as a caret's; null: none. */
  symbolAt(node: Node, offset: number): number | null {
    const unit = this.unitAt(node, offset);
    return unit === null ? null : Math.min(this.#symbolOf(unit), this.symbols - 1);
  }

  /** Before which UTF-16 unit of the text a point of the document lies; null: it is not in the text. */
  unitAt(node: Node, offset: number): number | null {
    const block = this.#blocks.find(({ text, element }) => text === node || element === node);
    if (!block) return null;
    return block.text === node ? block.start + offset : offset === 0 ? block.start : block.end;
  }

  #symbolOf(unit: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#startOf(middle) <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** In UTF-16 units; beyond the last symbol, the text's end. */
  #startOf(symbol: number): number {
    return this.#starts[Math.min(symbol, this.symbols)] ?? 0;
  }

  #blockOf(unit: number): Block | undefined {
    return this.#blocks.find(({ start, end }) => unit >= start && unit < end);
  }

  #refresh(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#draw();
    });
  }

  #clear(): void {
    for (const highlight of [...this.#warm, ...this.#cool, this.#marked]) highlight.clear();
  }

  #draw(): void {
    this.#clear();
    for (const block of this.#shown) this.#colourBlock(block);
    if (!this.#range) return;
    for (const block of this.#shown) {
      const from = Math.max(block.start, this.#startOf(this.#range.from));
      const to = Math.min(block.end, this.#startOf(this.#range.to));
      if (from < to) this.#marked.add(within(block, from, to));
    }
  }

  /** Neighbours of one level are one stretch. */
  #colourBlock(block: Block): void {
    const last = this.#symbolOf(block.end);
    let from = this.#symbolOf(block.start);
    while (from < last) {
      const level = this.#levels[from] ?? 0;
      let to = from + 1;
      while (to < last && this.#levels[to] === level) to++;
      const highlight = level > 0 ? this.#warm[level - 1] : level < 0 ? this.#cool[-level - 1] : undefined;
      if (highlight) highlight.add(within(block, this.#startOf(from), Math.min(block.end, this.#startOf(to))));
      from = to;
    }
  }

  #rangeOf(from: number, to: number): Range | null {
    const block = this.#blockOf(this.#startOf(from));
    return block ? within(block, this.#startOf(from), Math.min(block.end, this.#startOf(to))) : null;
  }
}

function within({ text, start }: Block, from: number, to: number): Range {
  const range = document.createRange();
  range.setStart(text, Math.min(text.length, from - start));
  range.setEnd(text, Math.min(text.length, to - start));
  return range;
}

/** A line, and beside it what is said of it. */
function withNote(line: HTMLElement, note: LineNote | undefined): HTMLElement {
  const row = document.createElement('section');
  if (note) row.append(noteOf(note));
  row.append(line);
  return row;
}

function noteOf({ words, figure, remark }: LineNote): HTMLElement {
  const note = document.createElement('aside');
  const parts = [
    ['words', words],
    ['figure', figure],
    ['remark', remark],
  ] as const;
  for (const [name, said] of parts) {
    if (said === null) continue;
    const part = document.createElement('span');
    part.className = name;
    part.textContent = said;
    part.title = said;
    note.append(part, ' ');
  }
  note.classList.toggle('wrong', remark !== null);
  return note;
}

function cutIntoLines(text: string): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  for (let start = 0; start < text.length;) {
    const lineEnd = text.indexOf('\n', start);
    const end = lineEnd < 0 ? text.length : lineEnd + 1;
    lines.push({ start, end });
    start = end;
  }
  return lines;
}

function cutIntoBlocks(text: string): { start: number; end: number }[] {
  const blocks: { start: number; end: number }[] = [];
  for (let start = 0; start < text.length;) {
    const end = endOfBlock(text, start, blockSize) ?? text.length;
    blocks.push({ start, end });
    start = end;
  }
  return blocks;
}
