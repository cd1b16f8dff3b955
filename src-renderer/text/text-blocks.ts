// A long text in the document stands in blocks, of which the browser lays out only those in view. They end at line
// ends, so that the text looks as if it were one; where there is none for long, at a space, or within a word.

import { isHigh } from './symbols.ts';

/** UTF-16 units. */
export interface BlockSize {
  /** From here on a block ends at its next line end. */
  readonly enough: number;
  /** It is never longer. */
  readonly max: number;
}

/**
 * Behind which unit of `text` the block ends that goes on at `start`; null: not in this text.
 * @param held units that it holds already
 */
export function endOfBlock(text: string, start: number, { enough, max }: BlockSize, held = 0): number | null {
  const limit = start + Math.max(0, max - held);
  const line = text.indexOf('\n', start + Math.max(0, enough - held));
  if (line >= 0 && line < limit) return line + 1;
  if (text.length <= limit) return null;
  const space = text.lastIndexOf(' ', limit - 1);
  if (limit > start && space >= start) return space + 1;
  return limit > start && isHigh(text.charCodeAt(limit - 1)) ? limit - 1 : limit;
}
