// Buttons that take each other's place, such as Pause and Continue: the focus of one that goes is handed to the main
// one that comes, so that the keyboard stays where it was. So it is where something else with the focus goes, such as a
// bar that is closed.

/** For `{@attach keepFocus}` on what holds the buttons. */
export function keepFocus(group: HTMLElement): () => void {
  let last: Element | null = null;

  function onFocus(event: FocusEvent): void {
    last = event.target instanceof Element ? event.target : null;
  }

  function onLeave(event: FocusEvent): void {
    // To another control, or out of the window: what has the focus there is no longer ours.
    if (event.relatedTarget !== null) last = null;
  }

  const observer = new MutationObserver(() => {
    if (last === null || group.contains(last) || document.activeElement !== document.body) return;
    const buttons = [...group.querySelectorAll<HTMLElement>('.button')];
    const next = buttons.find((button) => button.classList.contains('primary')) ?? buttons.at(-1);
    // It may be about to be enabled: then this is asked again.
    if (next === undefined || next.matches(':disabled')) return;
    last = null;
    next.focus();
  });
  observer.observe(group, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  group.addEventListener('focusin', onFocus);
  group.addEventListener('focusout', onLeave);
  return () => {
    observer.disconnect();
    group.removeEventListener('focusin', onFocus);
    group.removeEventListener('focusout', onLeave);
  };
}
