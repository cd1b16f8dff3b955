// Names of groups of radio buttons. Chromium keeps something for every name that a document has ever seen, so that the
// memory of a window would grow with every screen: names are used again.

import { onDestroy } from 'svelte';

const taken = new Set<number>();

/** While a component is made: a name that no other group has as long as the component is there. */
export function radioGroupName(): string {
  let number = 1;
  while (taken.has(number)) number++;
  taken.add(number);
  onDestroy(() => taken.delete(number));
  return `radio-group-${number}`;
}
