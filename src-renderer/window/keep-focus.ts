// The focus never falls out of the window's controls. What has it may go, as Pause does when a run ends, or a row that
// is deleted: then a main button that came has the focus, or what stands in its place, or its neighbour. Where a whole
// screen goes, the heading of the next one has it. What is only moved, or greyed for a while, has it again.

import { isFocusable, tabbable } from 'tabbable';

/** Follows the focus in the whole window, until the function that it returns is called. */
export function keepFocus(): () => void {
  const page = document.body;
  /** What has the focus, or had it when it went. */
  let held: HTMLElement | null = null;

  function onFocus({ target }: FocusEvent): void {
    held = target instanceof HTMLElement && target !== page ? target : null;
  }

  /**
   * Whoever presses beside the controls lets the focus go; what went or is greyed did not. What the focus is on its way
   * to gets it, also where leaving takes away what had it, such as a field that closes.
   */
  function onLeave({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof HTMLElement) held = relatedTarget;
    setTimeout(() => {
      if (document.activeElement === page && held !== null && isFocusable(held)) held = null;
    });
  }

  const observer = new MutationObserver((changes) => {
    if (held === null || document.activeElement !== page) return;
    // What went is not looked for again.
    if (!held.isConnected) held = successor(held, changes) ?? null;
    if (held !== null && isFocusable(held)) held.focus({ preventScroll: true });
  });
  observer.observe(page, { childList: true, subtree: true, attributeFilter: ['disabled', 'hidden', 'inert', 'open'] });
  document.addEventListener('focusin', onFocus);
  // Before the control itself hears of it.
  document.addEventListener('blur', onLeave, true);
  return () => {
    observer.disconnect();
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('blur', onLeave, true);
  };
}

/**
 * In the innermost part of the page that is left: a main button that came with the change, the control after the place
 * of what went, else the one before it.
 */
function successor(gone: Node, changes: readonly MutationRecord[]): HTMLElement | undefined {
  const places = new Map(changes.flatMap((change) => [...change.removedNodes].map((node) => [node, change] as const)));
  let place: MutationRecord | undefined;
  for (const [node, change] of places) if (node.contains(gone) && change.target.isConnected) place = change;
  if (place === undefined) return undefined;

  let before = place.previousSibling;
  while (before !== null && !before.isConnected) before = places.get(before)?.previousSibling ?? null;
  const came = changes.flatMap((change) => [...change.addedNodes]);
  for (let part = place.target as HTMLElement | null; part !== null; part = part.parentElement) {
    if (part.querySelector('h1') !== null) return screenHeading();
    const controls = tabbable(part);
    const next =
      controls.find((control) => control.matches('.primary') && came.some((node) => node.contains(control))) ??
      controls.find((control) => before === null || isBehind(before, control)) ??
      controls.at(-1);
    if (next !== undefined) return next as HTMLElement;
    before = part;
  }
  return undefined;
}

function isBehind(before: Node, node: Node): boolean {
  const where = before.compareDocumentPosition(node);
  return (where & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && (where & Node.DOCUMENT_POSITION_CONTAINED_BY) === 0;
}

/** What says which screen is open, ready to take the focus. */
export function screenHeading(): HTMLElement | undefined {
  const heading = document.querySelector<HTMLElement>('main h1');
  if (heading === null || document.querySelector('dialog[open]') !== null) return undefined;
  heading.tabIndex = -1;
  return heading;
}
