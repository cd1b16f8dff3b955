// Strings that must not be written: the symbol that would finish one is ruled out. What is banned depends on the text
// alone, not on scores, so that nothing that other stages do can bring a banned string back. Where everything is banned
// nothing is left, and the text ends.

import { sentence } from '../../protocol/text/sentences.ts';
import type { History } from '../history.ts';
import { flag, texts } from '../fields.ts';
import { madeOf } from '../made-of.ts';
import type { StageDefinition } from './stage.ts';

export const ban = {
  since: 1,
  default: { kind: 'ban', strings: [], ignoreCase: true },
  fields: { strings: texts, ignoreCase: flag(sentence`Whether case is ignored`) },
  options: {
    ban: { takes: texts, sets: 'strings' },
    matchCase: { sets: 'ignoreCase', to: false, needs: ['ban'] },
  },
  mayEndText: true,
  actsOnGreedy: true,
  prefersSymbols: true,
  drawsNumbers: false,
  idleBecause: () => null,
  refusal: ({ strings }) =>
    strings.includes('')
      ? sentence`One of the bans is empty: it would ban nothing, or everything. Leave it out.`
      : null,
  unusable({ strings, ignoreCase }, symbols) {
    const fold = folding(ignoreCase);
    const isWritable = madeOf(symbols.map(fold));
    return {
      parts: strings.filter((text) => !isWritable(fold(text))),
      says: (named) => sentence`The model cannot write ${named} anyway: it lacks symbols for it.`,
    };
  },
  // Each symbol is at least one UTF-16 unit long.
  reach: ({ strings }) => Math.max(0, ...strings.map((text) => Math.max(text.length, folded(text).length))),
  make({ strings, ignoreCase }, symbols) {
    const fold = folding(ignoreCase);
    const names = symbols.map(fold);
    const wanted = strings.filter((text) => text !== '').map(fold);
    const longest = Math.max(0, ...wanted.map((text) => text.length));
    const always = idsOf(names, (name) => wanted.some((text) => name.includes(text)));
    return {
      apply(scores, { history }) {
        for (const id of always) scores[id] = -Infinity;
        const tail = tailOf(history, names, longest - 1);
        for (const rest of restsOf(wanted, tail)) {
          for (let id = 0; id < scores.length; id++) if (names[id].startsWith(rest)) scores[id] = -Infinity;
        }
      },
    };
  },
} satisfies StageDefinition<'ban'>;

function folding(ignoresCase: boolean): (text: string) => string {
  return ignoresCase ? folded : (text) => text;
}

/**
 * Without upper and lower case, point by point, so that a text is folded as its parts are: in a whole word a last sigma
 * would differ.
 */
function folded(text: string): string {
  return Array.from(text, (point) => point.toLowerCase())
    .join('')
    .replaceAll('ς', 'σ');
}

function idsOf(names: readonly string[], isMeant: (name: string) => boolean): number[] {
  return [...names.keys()].filter((id) => isMeant(names[id]));
}

/** What of the strings is missing where their beginnings stand at the text's end. */
function restsOf(wanted: readonly string[], tail: string): Set<string> {
  const rests = new Set<string>();
  for (const text of wanted) {
    for (let begun = Math.min(text.length - 1, tail.length); begun > 0; begun--) {
      if (tail.endsWith(text.slice(0, begun))) rests.add(text.slice(begun));
    }
  }
  return rests;
}

/** The last symbols of the text, at least `length` UTF-16 units where there are so many. */
function tailOf(history: History, names: readonly string[], length: number): string {
  let tail = '';
  const reach = history.ofText;
  for (let back = 1; back <= reach && tail.length < length; back++) tail = names[history.at(back)] + tail;
  return tail;
}
