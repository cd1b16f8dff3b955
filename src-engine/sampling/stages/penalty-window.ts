// What the penalties look back at: the last symbols of the text.

import type { History } from '../history.ts';
import { whole } from '../fields.ts';
import { sentence } from '../../protocol/text/sentences.ts';

/** Symbols: about a line of verse, or half a line of prose. */
export const defaultWindow = 64;

export const windowField = whole(sentence`The window of the penalty`, 0, 10_000);

/** Why a penalty with such a window changes nothing, if it does not. */
export const idleWindow = sentence`it looks back at no character`;

/** How often each symbol stands among the last `window`. */
export function countsWithin(history: History, window: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (let back = history.within(window); back >= 1; back--) {
    const id = history.at(back);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
