// A list is one stop for Tab: inside it the arrow keys move, Home and End go to its ends. What has the focus, else what
// is open, else the first item is where Tab comes in. Up and Down go from row to row, whose items are marked
// `data-item`; Left and Right go to the other controls of a row, marked `data-beside` or inside of what is.

const item = '[data-item]';
const beside = ':is([data-beside], [data-beside] *):is(a, button, input):not([popover] *)';
const control = `:is(${item}, ${beside})`;

/** For `{@attach arrowKeys}`. */
export function arrowKeys(list: HTMLElement): () => void {
  let stop: HTMLElement | null = null;

  function settle(): void {
    const found = controlsIn(list).filter(isFree);
    if (stop === null || !found.includes(stop) || !stop.contains(document.activeElement)) {
      const items = found.filter((one) => one.matches(item));
      stop = items.find((one) => one.getAttribute('aria-current') !== null) ?? items[0] ?? found[0] ?? null;
    }
    spread();
  }

  function spread(): void {
    for (const one of controlsIn(list)) setTabIndex(one, one === stop);
  }

  function onFocus({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement) || target === stop || !target.matches(control)) return;
    stop = target;
    spread();
  }

  function onKey(event: KeyboardEvent): void {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (!(target instanceof HTMLElement) || !target.matches(control)) return;
    const next = upOrDown(list, target, key) ?? leftOrRight(target, key);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  const observer = new MutationObserver(settle);
  observer.observe(list, { childList: true, subtree: true, attributeFilter: ['aria-current', 'disabled'] });
  list.addEventListener('focusin', onFocus);
  list.addEventListener('keydown', onKey);
  settle();
  return () => {
    observer.disconnect();
    list.removeEventListener('focusin', onFocus);
    list.removeEventListener('keydown', onKey);
  };
}

function controlsIn(part: Element): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>(control)];
}

function isFree(one: HTMLElement): boolean {
  return !one.matches(':disabled');
}

function rowOf(one: Element): Element {
  return one.closest('li, tr') ?? one;
}

/** The same control of another row, else its item; itself at the ends, where the list would scroll away under it. */
function upOrDown(list: HTMLElement, from: HTMLElement, key: string): HTMLElement | undefined {
  const rows = [...list.querySelectorAll(item)].map(rowOf);
  const at = rows.indexOf(rowOf(from));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
  if (to === undefined) return undefined;
  const row = rows[to];
  if (row === undefined) return from;
  const place = controlsIn(rowOf(from)).indexOf(from);
  const others = controlsIn(row);
  return [others[place], ...others].find((one) => one !== undefined && isFree(one)) ?? from;
}

function leftOrRight(from: HTMLElement, key: string): HTMLElement | undefined {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (by === undefined) return undefined;
  const own = controlsIn(rowOf(from)).filter(isFree);
  return own[own.indexOf(from) + by];
}

function setTabIndex(element: HTMLElement, isStop: boolean): void {
  const value = isStop ? '0' : '-1';
  if (element.getAttribute('tabindex') !== value) element.setAttribute('tabindex', value);
}
