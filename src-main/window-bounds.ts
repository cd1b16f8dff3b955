// Where the window opens: where it was, if that place can still be seen.

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const minSize = { width: 900, height: 600 } as const;
const firstSize = { width: 1280, height: 820 } as const;

/** Of the title bar this much must be on a screen, or the window could not be moved. */
const grip = { width: 120, height: 40 } as const;

/**
 * The remembered bounds, moved and shrunk as little as needed to lie on one of the work areas; without any, the middle
 * of the first work area.
 */
export function placeWindow(remembered: Rectangle | null, workAreas: readonly Rectangle[]): Rectangle {
  const [primary] = workAreas;
  if (primary === undefined) return remembered ?? { x: 0, y: 0, ...firstSize };
  const home = remembered === null ? undefined : workAreas.find((area) => showsGrip(remembered, area));
  if (remembered === null || home === undefined) return centred(remembered ?? firstSize, primary);
  return fitted(remembered, home);
}

function showsGrip(bounds: Rectangle, area: Rectangle): boolean {
  const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const down = area.y + area.height - bounds.y;
  return across >= grip.width && down >= grip.height && bounds.y >= area.y - grip.height;
}

function fitted(bounds: Rectangle, area: Rectangle): Rectangle {
  const { width, height } = sizeWithin(bounds, area);
  return {
    x: clamp(bounds.x, area.x, area.x + area.width - width),
    y: clamp(bounds.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function centred(size: Pick<Rectangle, 'width' | 'height'>, area: Rectangle): Rectangle {
  const { width, height } = sizeWithin(size, area);
  const x = Math.round(area.x + (area.width - width) / 2);
  const y = Math.round(area.y + (area.height - height) / 2);
  return { x, y, width, height };
}

/** At least the smallest size, but never larger than the screen. */
function sizeWithin(size: Pick<Rectangle, 'width' | 'height'>, area: Rectangle): Pick<Rectangle, 'width' | 'height'> {
  return {
    width: Math.min(Math.max(size.width, minSize.width), area.width),
    height: Math.min(Math.max(size.height, minSize.height), area.height),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
