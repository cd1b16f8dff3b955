// What charts on uPlot share.

import type uPlot from 'uplot';
import type { Range } from './ranges.ts';

/** uPlot's number for a logarithmic scale; its type is a constant enumeration, which cannot be imported. */
export const logarithmic = { distr: 3 };

/** What has been marked along the axis, which is marked no longer; null where it is too little to be meant. */
export function takeMarked(plot: uPlot): Range | null {
  const { left, width } = plot.select;
  if (width < 6) return null;
  plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
  return { min: plot.posToVal(left, 'x'), max: plot.posToVal(left + width, 'x') };
}

/** Draws it anew when the fonts are there: a canvas does not wait for them by itself. @returns what lets go of it */
export function drawWithFonts(plot: uPlot): () => void {
  let isThere = true;
  void document.fonts.ready.then(() => {
    if (isThere) plot.redraw(false, true);
  });
  return () => {
    isThere = false;
    plot.destroy();
  };
}

export function faded(colour: string, opacity: number): string {
  return opacity === 1 ? colour : `color-mix(in srgb, ${colour} ${opacity * 100}%, transparent)`;
}
