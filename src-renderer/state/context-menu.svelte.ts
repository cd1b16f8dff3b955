// The menu of what was clicked with the right button, or has the focus when the menu's key is pressed.

import type { MenuItem } from './menu-item.ts';

export class ContextMenu {
  #items = $state.raw<readonly MenuItem[]>([]);
  #at = $state.raw({ x: 0, y: 0 });
  #isOpen = $state(false);

  get items(): readonly MenuItem[] {
    return this.#items;
  }

  /** In CSS pixels of the window. */
  get at(): { readonly x: number; readonly y: number } {
    return this.#at;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  open(event: MouseEvent, items: readonly MenuItem[]): void {
    event.preventDefault();
    this.#items = items;
    this.#at = placeOf(event);
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
  }
}

/** The key tells no place: there it is the element itself. */
function placeOf({ clientX, clientY, target }: MouseEvent): { readonly x: number; readonly y: number } {
  if (clientX > 0 || clientY > 0 || !(target instanceof Element)) return { x: clientX, y: clientY };
  const { left, bottom } = target.getBoundingClientRect();
  return { x: left, y: bottom };
}
