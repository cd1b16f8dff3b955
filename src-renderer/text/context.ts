// What a model of this kind is given of a long text: the end of what stands before a position.

/** UTF-16 units. What lies further back hardly matters to a recurrent model. */
const minCharacters = 1_000;

/**
 * The last 1,000 to 2,000 units before `position`. Its beginning moves on only every 1,000 units, so that a text that
 * grows begins as it did before: whoever remembers what was read has little to read.
 */
export function contextBefore(text: string, position: number): string {
  let start = Math.max(0, Math.floor(position / minCharacters) - 1) * minCharacters;
  // Not between two surrogates.
  if (start > 0 && /[\ud800-\udbff]/.test(text.charAt(start - 1))) start--;
  return text.slice(start, position);
}
