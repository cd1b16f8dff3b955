// Whether a sheet or a question lies over the screen: it comes first, whatever else is asked meanwhile.

import { createSubscriber } from 'svelte/reactivity';

function isOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** @param tell is called when the first one opens, and when the last one is closed */
function watch(tell: () => void): () => void {
  let before = isOpen();
  const observer = new MutationObserver(() => {
    if (isOpen() === before) return;
    before = !before;
    tell();
  });
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['open'] });
  return () => observer.disconnect();
}

const follow = createSubscriber(watch);

/** Reactive. */
export function isDialogOpen(): boolean {
  follow();
  return isOpen();
}

/** Whether a screen may act on keys: nobody else has, and no sheet or question lies over it. */
export function isForScreen(event: KeyboardEvent): boolean {
  return !event.defaultPrevented && !event.isComposing && !isDialogOpen();
}

/** Acts as soon as none is open any more. */
export function onceNoDialog(act: () => void): void {
  const stop = watch(() => {
    if (isOpen()) return;
    stop();
    act();
  });
}
