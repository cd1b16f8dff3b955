// Whether a sheet or a question lies over the screen: it comes first, whatever else is asked meanwhile.

import { createSubscriber } from 'svelte/reactivity';

function onEachChange(tell: () => void): () => void {
  const observer = new MutationObserver(tell);
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['open'] });
  return () => observer.disconnect();
}

const follow = createSubscriber(onEachChange);

/** Reactive. */
export function isDialogOpen(): boolean {
  follow();
  return document.querySelector('dialog[open]') !== null;
}

/** Acts as soon as none is open any more. */
export function onceNoDialog(act: () => void): void {
  const stop = onEachChange(() => {
    if (isDialogOpen()) return;
    stop();
    act();
  });
}
