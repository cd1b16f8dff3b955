// Where the window opens, whatever has become of the screens.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeWindow, minSize } from '../../src-main/window-bounds.ts';
import type { Rectangle } from '../../src-main/window-bounds.ts';

const laptop: Rectangle = { x: 0, y: 25, width: 1440, height: 875 };
const left: Rectangle = { x: -1920, y: 0, width: 1920, height: 1080 };

function contains(area: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= area.x &&
    inner.y >= area.y &&
    inner.x + inner.width <= area.x + area.width &&
    inner.y + inner.height <= area.y + area.height
  );
}

test('the first window stands in the middle of the primary screen', () => {
  const bounds = placeWindow(null, [laptop, left]);
  expect(contains(laptop, bounds)).toBe(true);
  expect(bounds.x - laptop.x).toBe(laptop.x + laptop.width - (bounds.x + bounds.width));
});

test('a place that can be seen is kept, on any screen', () => {
  const bounds = { x: -1500, y: 100, width: 1000, height: 700 };
  expect(placeWindow(bounds, [laptop, left])).toEqual(bounds);
});

test('a screen that has gone does not take the window along', () => {
  const bounds = placeWindow({ x: -1500, y: 100, width: 1000, height: 700 }, [laptop]);
  expect(bounds).toMatchObject({ width: 1000, height: 700 });
  expect(contains(laptop, bounds)).toBe(true);
});

test('a small screen gets a window that fits it', () => {
  const netbook = { x: 0, y: 0, width: 800, height: 480 };
  expect(placeWindow({ x: 10, y: 10, width: 1280, height: 820 }, [netbook])).toEqual(netbook);
});

const number = fc.integer({ min: -5000, max: 5000 });
const size = fc.integer({ min: 0, max: 6000 });
const rectangle = fc.record({ x: number, y: number, width: size, height: size });
const screenArea = fc.record({
  x: number,
  y: number,
  width: fc.integer({ min: 640, max: 6000 }),
  height: fc.integer({ min: 480, max: 4000 }),
});

test('whatever was remembered, the window lies on one of the screens and is not too small for it', () => {
  fc.assert(
    fc.property(fc.option(rectangle), fc.array(screenArea, { minLength: 1, maxLength: 4 }), (remembered, areas) => {
      const bounds = placeWindow(remembered, areas);
      const home = areas.find((area) => contains(area, bounds));
      if (home === undefined) throw new Error(`${JSON.stringify(bounds)} lies on no screen`);
      expect(bounds.width).toBeGreaterThanOrEqual(Math.min(minSize.width, home.width));
      expect(bounds.height).toBeGreaterThanOrEqual(Math.min(minSize.height, home.height));
      expect(placeWindow(bounds, [home])).toEqual(bounds);
    }),
  );
});
