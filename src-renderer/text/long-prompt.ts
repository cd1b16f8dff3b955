// A prompt as long as a book: all of it is read by the model, but a field that lays out a megabyte at every key stands still. So
// only the end of a long prompt is in the field; how much stands before it is said.

/** UTF-16 units up to which the whole prompt is in the field. */
const maxEditedLength = 20_000;
/** UTF-16 units of a longer one that stay in it. */
const kept = 5_000;

/** UTF-16 units at the beginning that are not in the field. @param before as it was: what somebody edits must not move away */
export function hiddenIn(prompt: string, before: number): number {
  if (prompt.length <= maxEditedLength) return 0;
  if (before > 0 && before <= prompt.length && prompt.length - before <= maxEditedLength) return before;
  const from = prompt.length - kept;
  // Not between two surrogates.
  return /[\udc00-\udfff]/.test(prompt.charAt(from)) ? from - 1 : from;
}

/** Whether so much more must not be put into the field itself. */
export function isTooMuch(shown: number, added: number): boolean {
  return shown + added > maxEditedLength;
}
