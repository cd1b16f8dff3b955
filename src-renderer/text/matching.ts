// How well a text fits what somebody has typed to find it.

/**
 * Every word must be found, in any order and in any case.
 * @returns 0 for the best fit, more for a worse one; null: it does not fit
 */
export function fit(typed: string, text: string): number | null {
  const where = folded(text);
  let sum = 0;
  for (const word of wordsOf(typed)) {
    const one = fitOfWord(word, where);
    if (one === null) return null;
    sum += one;
  }
  return sum;
}

/** Longer than any text that is looked at: of a longer word the beginning alone tells that it is not there. */
const maxWord = 10_000;

let newest: { readonly typed: string; readonly words: readonly string[] } = { typed: '', words: [] };

/** A whole page may be pasted where something is looked for among many: it is divided once. */
function wordsOf(typed: string): readonly string[] {
  if (newest.typed !== typed) {
    const different = new Set(typed.split(/\s+/u));
    const words = Array.from(different, (word) => folded(word.slice(0, maxWord))).filter(Boolean);
    newest = { typed, words };
  }
  return newest.words;
}

/** At the very beginning, at the beginning of a word, inside one. */
function fitOfWord(word: string, text: string): number | null {
  const at = text.indexOf(word);
  if (at < 0) return null;
  if (at === 0) return 0;
  return startsWord(word, text) ? 1 : 2;
}

function startsWord(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}

/** Without case and accents: "cafe" finds "Café". */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
