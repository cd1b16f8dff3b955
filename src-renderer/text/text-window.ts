// A text as long as a book, edited in a field: one that lays out a megabyte at every key stands still. So only a
// stretch of a long text is in the field, around the place where somebody writes; how much stands before and behind it
// is said.

/** UTF-16 units up to which a whole text is in its field. */
export const maxShown = 10_000;
/** UTF-16 units of a longer one that are in it at first: room is left to type. */
const firstShown = 5_000;

/** The stretch of a text that is in the field, in UTF-16 units. */
export interface TextWindow {
  readonly from: number;
  readonly to: number;
}

/** Around a place. A text that is short enough is there as a whole. */
export function windowAround(text: string, position: number): TextWindow {
  if (text.length <= maxShown) return { from: 0, to: text.length };
  const from = Math.max(0, Math.min(position - firstShown / 2, text.length - firstShown));
  return { from: wholeFrom(text, from), to: wholeFrom(text, Math.min(text.length, from + firstShown)) };
}

/** The window at the end of a text. */
export function windowAtEnd(text: string): TextWindow {
  return windowAround(text, text.length);
}

/** After the field's own content has changed: the window stays where it is as long as the field can hold it. */
export function windowAfter(text: string, { from }: TextWindow, shown: number, caret: number): TextWindow {
  if (text.length <= maxShown) return { from: 0, to: text.length };
  return shown <= maxShown ? { from, to: from + shown } : windowAround(text, caret);
}

/** What an event is about to put into a field, with line ends as the field has them. */
export function addedBy({ data, dataTransfer }: InputEvent): string {
  return (data ?? dataTransfer?.getData('text/plain') ?? '').replace(/\r\n?/g, '\n');
}

/** Whether so much more must not be put into the field itself. */
export function isTooMuch(shown: number, added: number): boolean {
  return shown + added > maxShown;
}

/**
 * Whether so many characters stand together that looking for a place to break a line takes longer than a key may take.
 */
export function hasEndlessWord(text: string): boolean {
  return /\S{500}/.test(text);
}

/** Not between two surrogates. */
function wholeFrom(text: string, position: number): number {
  return position > 0 && position < text.length && /[\udc00-\udfff]/.test(text.charAt(position))
    ? position - 1
    : position;
}

/** The end of a text that is shown and not edited, and how many units stand before it. */
export function endOf(text: string, max = firstShown): { readonly hidden: number; readonly shown: string } {
  const hidden = wholeFrom(text, Math.max(0, text.length - max));
  return { hidden, shown: text.slice(hidden) };
}
