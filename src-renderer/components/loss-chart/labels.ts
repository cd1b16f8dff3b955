// The names and figures that lie over the loss chart, moved apart where they would cover each other.

import { spread } from './ranges.ts';

export interface Mark {
  readonly text: string;
  readonly kind: 'training' | 'validation' | 'yardstick';
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
}

export const labelHeight = 17;

/** Those whose loss lies inside the picture. */
export function placeMarks(wanted: readonly Wanted[], { top, bottom, yOf }: Picture): Mark[] {
  const inside = wanted.flatMap(({ text, kind, x, loss }) => {
    const y = loss === undefined ? Number.NaN : yOf(loss);
    return y >= top && y <= bottom ? [{ text, kind, x, y }] : [];
  });
  const wishes = inside.map((mark) => mark.y);
  const ys = spread(wishes, labelHeight, top, bottom - labelHeight / 2);
  return inside.map((mark, i) => ({ ...mark, y: ys[i] ?? mark.y }));
}
