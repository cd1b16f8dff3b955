// Fields of one line. They are for names, numbers and patterns, and lay out all that is in them at every key: with a
// book in one the window would stand still. A field that does take books comes first, and keeps them from itself.

import { count } from '../text/format.ts';
import { say } from '../text/say.ts';
import { addedBy, isTooMuch, maxShown } from '../text/text-window.ts';
import type { Notices } from './notices.svelte.ts';

/** Before something is put into any field of the window. What does not fit is left out whole, and that is said. */
export function keepFieldShort(notices: Notices, event: InputEvent): void {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof HTMLInputElement)) return;
  const { value, selectionStart, selectionEnd } = target;
  const replaced = (selectionEnd ?? 0) - (selectionStart ?? 0);
  if (!isTooMuch(value.length - replaced, addedBy(event).length)) return;
  event.preventDefault();
  notices.show(
    'info',
    () => say`This field takes up to ${count(maxShown)} characters. What was to be added is longer.`,
  );
}
