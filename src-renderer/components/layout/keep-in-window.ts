// A popover beside its button: where a small or enlarged window has room on neither side of it, it lies over it.

/** Between a popover and the edge of the window, in pixels. */
const margin = 8;

/**
 * Moves it as far as it reaches over an edge; from its anchor, and again wherever that goes, since what comes late to
 * a screen moves it, too.
 * @returns what stops that
 */
export function moveIntoWindow(popover: HTMLElement): () => void {
  let moved = { x: 0, y: 0 };
  popover.style.translate = 'none';

  function follow(): void {
    const box = popover.getBoundingClientRect();
    const [left, right] = [box.left - moved.x, box.right - moved.x];
    const [top, bottom] = [box.top - moved.y, box.bottom - moved.y];
    const x = Math.max(margin - left, Math.min(0, innerWidth - margin - right));
    const y = Math.max(margin - top, Math.min(0, innerHeight - margin - bottom));
    if (Math.abs(x - moved.x) >= 1 || Math.abs(y - moved.y) >= 1) {
      popover.style.translate = `${x}px ${y}px`;
      moved = { x, y };
    }
    frame = requestAnimationFrame(follow);
  }

  // The browser takes the scrolling of the screen into account a frame later.
  let frame = requestAnimationFrame(follow);
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
