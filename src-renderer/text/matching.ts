// How well a text fits what somebody has typed to find it.

/**
 * Every word must be found, in any order and in any case.
 * @returns 0 for the best fit, more for a worse one; null: it does not fit
 */
export function fit(typed: string, text: string): number | null {
  const words = folded(typed).split(/\s+/u).filter(Boolean);
  const where = folded(text);
  const fits = words.map((word) => fitOfWord(word, where));
  return fits.includes(null) ? null : fits.reduce<number>((sum, one) => sum + (one ?? 0), 0);
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
