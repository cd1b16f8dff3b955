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
  const room = text.slice(start, start + Math.max(0, max - held));
  const line = room.indexOf('\n', Math.max(0, enough - held));
  if (line >= 0) return start + line + 1;
  const end = start + room.length;
  if (end === text.length) return null;
  const space = room.lastIndexOf(' ');
  if (space >= 0) return start + space + 1;
  return isHigh(room.charCodeAt(room.length - 1)) ? end - 1 : end;
}
