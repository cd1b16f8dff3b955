// The names and figures that lie over the loss chart, moved apart where they would cover each other.

import { spread } from './ranges.ts';

export interface Mark {
  readonly text: string;
  /** A goal is a yardstick below the curves; it is named at the left edge, where the curves are still high. */
  readonly kind: 'training' | 'validation' | 'yardstick' | 'goal';
  /** In pixels of the chart; y is the middle. */
  readonly x: number;
  readonly y: number;
}

export type Wanted = Omit<Mark, 'y'> & {
  /** Where it wants to stand; undefined where its curve has no point. */
  readonly loss: number | undefined;
};

export interface Picture {
  readonly top: number;
  readonly bottom: number;
  readonly yOf: (loss: number) => number;
  /** Labels stay above it; the picture's bottom where nothing is said. */
  readonly floor?: number;
}

export const labelHeight = 17;

/** About how wide a label is drawn, in pixels. */
function labelWidthOf(text: string): number {
  return text.length * 6.4 + 8;
}

/** Names at the ends of the curves, and lines named at the right edge: placed together where one would cover the other. */
export function placeAll(names: readonly Wanted[], lines: readonly Wanted[], picture: Picture): Mark[] {
  const namesFrom = Math.min(...names.map(({ x }) => x));
  const namesTo = Math.max(...names.map(({ x, text }) => x + labelWidthOf(text)));
  const linesFrom = Math.min(...lines.map(({ x, text }) => x - labelWidthOf(text)));
  const linesTo = Math.max(...lines.map(({ x }) => x));
  if (namesTo > linesFrom && namesFrom < linesTo) return placeMarks([...names, ...lines], picture);
  return [...placeMarks(names, picture), ...placeMarks(lines, picture)];
}

/** Those whose loss lies inside the picture. */
export function placeMarks(wanted: readonly Wanted[], { top, bottom, yOf, floor = bottom }: Picture): Mark[] {
  const inside = wanted.flatMap(({ text, kind, x, loss }) => {
    const y = loss === undefined ? Number.NaN : yOf(loss);
    return y >= top && y <= bottom ? [{ text, kind, x, y }] : [];
  });
  const wishes = inside.map((mark) => mark.y);
  const ys = spread(wishes, labelHeight, top, floor - labelHeight / 2);
  return inside.map((mark, i) => ({ ...mark, y: ys[i] ?? mark.y }));
}
