// "Don't repeat yourself": where the end of the text, n symbols of it, stands in the window already, the symbol that
// followed it there loses multiplier · base^(n − allowed), if n ≥ allowed. No match reaches across a breaker.

import type { History } from '../history.ts';
import { number, texts, whole } from '../fields.ts';
import { windowField } from './penalty-window.ts';
import type { StageDefinition } from './stage.ts';
import { sentence } from '../../protocol/text/sentences.ts';

const fields = {
  multiplier: number(sentence`The DRY multiplier`, 0, 100),
  base: number(sentence`The DRY base`, 1, 10),
  allowed: whole(sentence`The length that DRY allows`, 1, 10_000),
  window: windowField,
  breakers: texts,
};

export const dry = {
  since: 1,
  default: { kind: 'dry', multiplier: 0.8, base: 1.3, allowed: 16, window: 2000, breakers: ['\n'] },
  fields,
  options: {
    dry: { takes: fields.multiplier, sets: 'multiplier' },
    dryBase: { takes: fields.base, sets: 'base' },
    dryAllowed: { takes: fields.allowed, sets: 'allowed' },
    dryWindow: { takes: fields.window, sets: 'window' },
  },
  actsOnGreedy: true,
  prefersSymbols: true,
  drawsNumbers: false,
  idleBecause({ multiplier, window, allowed }) {
    if (multiplier === 0) return sentence`a strength of 0 changes nothing`;
    return window > allowed ? null : sentence`it looks back no further than repetitions are free`;
  },
  reach: ({ window }) => window,
  make({ multiplier, base, allowed, window, breakers }, symbols) {
    const breakerIds = new Set(breakers.map((breaker) => symbols.indexOf(breaker)));
    return {
      apply(scores, { history }) {
        const longest = longestMatches(history, window, breakerIds);
        for (const [id, length] of longest) {
          if (length >= allowed) scores[id] -= Math.min(multiplier * base ** (length - allowed), maxPenalty);
        }
      },
    };
  },
} satisfies StageDefinition<'dry'>;

/** As good as never, and still a number that can be compared. */
const maxPenalty = 1e6;

/**
 * For every symbol that would repeat something: how many symbols before it stand alike at the text's end. The
 * Z-function of the text read backwards gives all matches in one pass (Gusfield 1997, §1.4).
 */
export function longestMatches(history: History, window: number, breakers: ReadonlySet<number>): Map<number, number> {
  const longest = new Map<number, number>();
  const length = lengthToBreaker(history, history.within(window), breakers);
  const reach = history.within(window);
  const z = new Int32Array(reach);
  let left = 0;
  let right = 0;
  for (let i = 1; i < reach; i++) {
    let match = i < right ? Math.min(right - i, z[i - left]) : 0;
    while (i + match < reach && history.at(1 + match) === history.at(1 + i + match)) match++;
    z[i] = match;
    if (i + match > right) [left, right] = [i, i + match];
    const usable = Math.min(match, length);
    // What stood i places back was followed by the symbol i − 1 places back.
    const follower = history.at(i);
    if (usable > (longest.get(follower) ?? 0)) longest.set(follower, usable);
  }
  return longest;
}

/** Symbols at the text's end without a breaker among them. */
function lengthToBreaker(history: History, reach: number, breakers: ReadonlySet<number>): number {
  for (let back = 1; back <= reach; back++) if (breakers.has(history.at(back))) return back - 1;
  return reach;
}
