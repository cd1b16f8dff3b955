// A list is one stop for Tab: inside it the arrow keys move, Home and End go to its ends. What has the focus, else what
// is open, else the first item is where Tab comes in. Items are marked `data-item`; other controls of an item's row
// follow its stop (`data-beside`).

const items = '[data-item]';

/** For `{@attach arrowKeys}`. */
export function arrowKeys(list: HTMLElement): () => void {
  let stop: HTMLElement | null = null;

  function all(): HTMLElement[] {
    return [...list.querySelectorAll<HTMLElement>(items)];
  }

  function settle(): void {
    const found = all();
    if (stop === null || !found.includes(stop) || !stop.contains(document.activeElement)) {
      stop = found.find((item) => item.getAttribute('aria-current') !== null) ?? found[0] ?? null;
    }
    spread();
  }

  function spread(): void {
    for (const item of all()) {
      const beside = item.parentElement?.querySelectorAll<HTMLElement>('[data-beside] button') ?? [];
      for (const element of [item, ...beside]) setTabIndex(element, item === stop);
    }
  }

  function onFocus(event: FocusEvent): void {
    const row = event.target instanceof Element ? event.target.closest('li') : null;
    const item = row?.querySelector<HTMLElement>(items) ?? null;
    if (item === null || item === stop) return;
    stop = item;
    spread();
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (!(event.target instanceof HTMLElement) || !event.target.matches(items)) return;
    const found = all();
    const at = found.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: found.length - 1 }[event.key];
    const next = to === undefined ? undefined : found[to];
    if (to === undefined) return;
    event.preventDefault();
    next?.focus();
  }

  const observer = new MutationObserver(settle);
  observer.observe(list, { childList: true, subtree: true, attributeFilter: ['aria-current'] });
  list.addEventListener('focusin', onFocus);
  list.addEventListener('keydown', onKey);
  settle();
  return () => {
    observer.disconnect();
    list.removeEventListener('focusin', onFocus);
    list.removeEventListener('keydown', onKey);
  };
}

function setTabIndex(element: HTMLElement, isStop: boolean): void {
  const value = isStop ? '0' : '-1';
  if (element.getAttribute('tabindex') !== value) element.setAttribute('tabindex', value);
}
