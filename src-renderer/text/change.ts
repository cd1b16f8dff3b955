// What an edit has changed: the one stretch in which two texts differ.

/** In UTF-16 units. */
export interface Change {
  readonly start: number;
  readonly removed: number;
  readonly added: number;
}

/** The stretch that differs, the same before and behind it left out. */
export function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  return { start, removed: before.length - same - start, added: after.length - same - start };
}

/**
 * As somebody made it whose caret now stands at `caret`: where the same letters stand beside each other, the ones that
 * were typed are those before the caret.
 */
export function changeBefore(before: string, after: string, caret: number): Change {
  const change = changeBetween(before, after);
  const start = caret - change.added;
  if (start < 0 || start >= change.start) return change;
  const moved = after.slice(start, change.start);
  const isSame =
    before.slice(start, change.start) === moved &&
    before.slice(start + change.removed, change.start + change.removed) ===
      after.slice(caret, change.start + change.added);
  return isSame ? { ...change, start } : change;
}
