// A text that appears as if it was being written: letter by letter, in about a second.

import { prefersReducedMotion } from 'svelte/motion';
import type { TransitionConfig } from 'svelte/transition';

const milliseconds = 900;

/** A transition of an element with one text in it. What was written long ago is there at once. */
export function writtenOut(element: Element, { isTraining }: { readonly isTraining: boolean }): TransitionConfig {
  const content = element.firstChild;
  if (!isTraining || prefersReducedMotion.current || !(content instanceof Text)) return { duration: 0 };
  const symbols = [...content.data];
  return {
    duration: milliseconds,
    tick: (share) => {
      content.data = symbols.slice(0, Math.round(share * symbols.length)).join('');
    },
  };
}
