// A popover beside its button: where a small or enlarged window has room on neither side of it, it lies over it.

/** Between a popover and the edge of the window, in pixels. */
const margin = 8;

/**
 * Moves it as far as it reaches over an edge; from its anchor, whatever it was moved by before.
 * @returns what stops that
 */
export function moveIntoWindow(popover: HTMLElement): () => void {
  popover.style.translate = 'none';
  // The browser takes the scrolling of the screen into account a frame later.
  const frame = requestAnimationFrame(() => {
    const { left, top, right, bottom } = popover.getBoundingClientRect();
    const x = Math.max(margin - left, Math.min(0, innerWidth - margin - right));
    const y = Math.max(margin - top, Math.min(0, innerHeight - margin - bottom));
    popover.style.translate = `${x}px ${y}px`;
  });
  return () => cancelAnimationFrame(frame);
}

/** For `{@attach keepInWindow}` on a popover: whenever it is opened. */
export function keepInWindow(popover: HTMLElement): () => void {
  let stop = (): void => undefined;

  function onToggle(event: ToggleEvent): void {
    stop();
    if (event.newState === 'open') stop = moveIntoWindow(popover);
  }

  popover.addEventListener('toggle', onToggle);
  return () => {
    stop();
    popover.removeEventListener('toggle', onToggle);
  };
}
