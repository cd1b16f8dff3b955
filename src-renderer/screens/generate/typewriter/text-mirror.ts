// The editor's text once more, under it and invisible: it says where the caret is, and carries the underlines of what
// the model has never seen. Cut into blocks at line ends, of which an edit touches one, so that a text of any length
// stays quick. Marks are ranges: they move along with what is typed before them.

import { changeBetween } from '../../../text/change.ts';
import { OwnRanges } from '../../../text/highlights.ts';
import type { Stretch } from '../../../text/unseen.ts';

/** UTF-16 units from which a block ends at the next line end. */
const blockSize = 2_000;
/** Gives the end of the text a place of its own, also after a line end. */
const terminator = '\u200b';

interface Block {
  readonly node: Text;
  /** Of the whole text, in UTF-16 units. */
  start: number;
}

export class TextMirror {
  readonly #host: HTMLElement;
  readonly #unseen = new OwnRanges('unseen');
  readonly #soft = new OwnRanges('soft');
  #text = '';
  #blocks: Block[] = [];

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#blocks = this.#insertBlocks(terminator, null);
  }

  close(): void {
    this.#unseen.set([]);
    this.#soft.set([]);
  }

  show(text: string): void {
    const before = this.#text + terminator;
    const after = text + terminator;
    this.#text = text;
    if (before === after) return;
    const { start, removed, added } = changeBetween(before, after);
    const first = this.#indexOf(start);
    const last = this.#indexOf(Math.max(start, start + removed - 1));
    const block = this.#blocks[first];
    const inserted = after.slice(start, start + added);
    const isSmall = block !== undefined && block.node.length - removed + added <= 2 * blockSize;
    const keepsItsEnd = first === this.#blocks.length - 1 || start + removed < (this.#blocks[first + 1]?.start ?? 0);
    if (block && first === last && isSmall && keepsItsEnd) {
      block.node.replaceData(start - block.start, removed, inserted);
      for (const later of this.#blocks.slice(first + 1)) later.start += added - removed;
    } else this.#rebuild(first, last, after, added - removed);
  }

  /** Where the character after a place stands, in the coordinates of the window. */
  rectAt(position: number): DOMRect | null {
    const range = this.#range(position, position + 1);
    // At the beginning of a line there is one rectangle for the end of the line before.
    return range ? (Array.from(range.getClientRects()).at(-1) ?? null) : null;
  }

  /** Underlines these alone. */
  mark(stretches: readonly Stretch[]): void {
    this.#unseen.set(this.#rangesOf(stretches));
  }

  /** In soft ink, these alone. */
  soften(stretches: readonly Stretch[]): void {
    this.#soft.set(this.#rangesOf(stretches));
  }

  /** A range ends with its block at the latest. */
  #rangesOf(stretches: readonly Stretch[]): readonly Range[] {
    const ranges: Range[] = [];
    for (const { start, end } of stretches) {
      for (let from = start; from < end;) {
        const to = Math.min(end, this.#endOfBlockAt(from));
        const range = this.#range(from, to);
        if (!range) break;
        ranges.push(range);
        from = to;
      }
    }
    return ranges;
  }

  #endOfBlockAt(position: number): number {
    const block = this.#blocks[this.#indexOf(position)];
    return block ? block.start + block.node.length : position;
  }

  #range(start: number, end: number): Range | null {
    const block = this.#blocks[this.#indexOf(start)];
    if (!block || start < block.start || end <= start || end > block.start + block.node.length) return null;
    const range = document.createRange();
    range.setStart(block.node, start - block.start);
    range.setEnd(block.node, end - block.start);
    return range;
  }

  /** Puts blocks first…last, and the one behind them whose line end may have gone, together anew. */
  #rebuild(first: number, last: number, after: string, growth: number): void {
    const behind = this.#blocks[last + 2];
    const from = this.#blocks[first]?.start ?? 0;
    const to = behind ? behind.start + growth : after.length;
    const old = this.#blocks.slice(first, behind ? last + 2 : undefined);
    const fresh = this.#insertBlocks(after.slice(from, to), behind?.node.parentElement ?? null);
    for (const { node } of old) node.parentElement?.remove();
    for (const block of fresh) block.start += from;
    const rest = this.#blocks.slice(first + old.length);
    for (const block of rest) block.start += growth;
    this.#blocks = [...this.#blocks.slice(0, first), ...fresh, ...rest];
  }

  #insertBlocks(text: string, before: Element | null): Block[] {
    let start = 0;
    const blocks: Block[] = [];
    for (const piece of cutIntoBlocks(text)) {
      const block = document.createElement('div');
      const node = document.createTextNode(piece);
      block.append(node);
      this.#host.insertBefore(block, before);
      blocks.push({ node, start });
      start += piece.length;
    }
    return blocks;
  }

  #indexOf(position: number): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#blocks[middle]?.start ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Pieces that end with a line end each, but for the last. */
export function cutIntoBlocks(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (;;) {
    const end = text.indexOf('\n', start + blockSize);
    // The last line end stays with what follows it: a block is never empty.
    if (end < 0 || end + 1 >= text.length) return [...pieces, text.slice(start)];
    pieces.push(text.slice(start, end + 1));
    start = end + 1;
  }
}
