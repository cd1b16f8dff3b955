// The stages that look back at what stands in the text already.

import type { SamplingStage } from '../../protocol/settings.ts';
import type { History } from '../history.ts';
import type { Stage } from './stage.ts';

type Settings<Kind extends SamplingStage['kind']> = Extract<SamplingStage, { readonly kind: Kind }>;

/** Once for every symbol in the window: l > 0 ? l / r : l · r (Keskar et al. 2019, §4.1, with the sign respected). */
export function repetition({ penalty, window }: Settings<'repetition'>): Stage {
  return {
    apply(scores, { history }) {
      for (const id of countsWithin(history, window).keys()) {
        scores[id] = scores[id] > 0 ? scores[id] / penalty : scores[id] * penalty;
      }
    },
  };
}

/** l −= count · frequency + [count > 0] · presence. */
export function frequency({ frequency, presence, window }: Settings<'frequency'>): Stage {
  return {
    apply(scores, { history }) {
      for (const [id, count] of countsWithin(history, window)) scores[id] -= count * frequency + presence;
    },
  };
}

/**
 * "Don't repeat yourself": where the end of the text, n symbols of it, stands in the window already, the symbol that followed it
 * there loses multiplier · base^(n − allowed), if n ≥ allowed. No match reaches across a breaker.
 */
export function dry(settings: Settings<'dry'>, symbols: readonly string[]): Stage {
  const { multiplier, base, allowed, window } = settings;
  const breakers = new Set(settings.breakers.map((breaker) => symbols.indexOf(breaker)));
  return {
    apply(scores, { history }) {
      const longest = longestMatches(history, window, breakers);
      for (const [id, length] of longest) {
        if (length >= allowed) scores[id] -= Math.min(multiplier * base ** (length - allowed), largestPenalty);
      }
    },
  };
}

/** As good as never, and still a number that can be compared. */
const largestPenalty = 1e6;

function countsWithin(history: History, window: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (let back = history.within(window); back >= 1; back--) {
    const id = history.at(back);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/**
 * For every symbol that would repeat something: how many symbols before it stand alike at the text's end. The Z-function of the
 * text read backwards gives all matches in one pass (Gusfield 1997, §1.4).
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
