// The names and figures that lie over the loss chart, moved apart where they would cover each other.

import { nearest } from '../../../engine/series.ts';
import type { Series } from '../../../engine/series.ts';
import { spread } from '../../../components/charts/ranges.ts';
import { say } from '../../../text/say.ts';
import type { Yardstick } from '../../../text/yardsticks.ts';

export interface Mark {
  readonly text: string;
  /**
   * A goal is a yardstick that is named at the left edge: below the curves, which are still high there, or where they
   * end on its name.
   */
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

export interface Named {
  /** Edges of the picture, in pixels. */
  readonly left: number;
  readonly right: number;
  readonly picture: Picture;
  readonly xOf: (step: number) => number;
  /** The last step that is shown. */
  readonly last: number;
  readonly training: Series;
  readonly validation: Series;
  readonly yardsticks: readonly Yardstick[];
  readonly write: (loss: number) => string;
}

/** The names stand where the curves end, or leave the picture; yardsticks are named at the edges. */
export function marksOf(named: Named): Mark[] {
  const { left, right, picture, last, training, validation, write } = named;
  const x = named.xOf(last) + 8;
  const held = validation.losses[nearest(validation.steps, last)];
  const learned = training.losses[nearest(training.steps, last)];
  const reached = held ?? learned ?? Infinity;
  const lines = named.yardsticks.map(({ label, loss }): Wanted => {
    const text = `${label} ${write(loss)}`;
    const isOver = (from: number): boolean => {
      const box = { from, to: from + labelWidthOf(text), y: picture.yOf(loss) };
      return crosses(training, box, named) || crosses(validation, box, named);
    };
    const isGoal = loss < reached || (isOver(right - labelWidthOf(text)) && !isOver(left));
    return { text, kind: isGoal ? 'goal' : 'yardstick', x: isGoal ? left : right, loss };
  });
  const goals = lines.filter(({ kind }) => kind === 'goal');
  const others = lines.filter(({ kind }) => kind === 'yardstick');
  const names: readonly Wanted[] = [
    { text: say`validation`, kind: 'validation', x, loss: held },
    { text: say`training`, kind: 'training', x, loss: learned },
  ];
  return [...placeAll(names, others, picture), ...placeMarks(goals, picture)];
}

/** Whether a curve goes through where a label would stand. */
function crosses(
  { steps, losses }: Series,
  { from, to, y }: { readonly from: number; readonly to: number; readonly y: number },
  { xOf, last, picture }: Pick<Named, 'xOf' | 'last' | 'picture'>,
): boolean {
  const [top, bottom] = [y - labelHeight / 2, y + labelHeight / 2];
  let before: Point | null = null;
  for (const [index, step] of steps.entries()) {
    if (step > last) break;
    const point = { x: xOf(step), y: picture.yOf(losses[index] as number) };
    const begin = before ?? point;
    before = point;
    if (point.x < from) continue;
    if (begin.x > to) break;
    // The part of this piece that lies beside the label.
    const ys = [Math.max(from, begin.x), Math.min(to, point.x)].map((x) => heightAt(x, begin, point));
    if (Math.min(...ys) < bottom && Math.max(...ys) > top) return true;
  }
  return false;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function heightAt(x: number, begin: Point, end: Point): number {
  return end.x === begin.x ? end.y : begin.y + ((end.y - begin.y) * (x - begin.x)) / (end.x - begin.x);
}

/** About how wide a label is drawn, in pixels. */
function labelWidthOf(text: string): number {
  return text.length * 6.4 + 8;
}

/**
 * Names at the ends of the curves, and lines named at the right edge: placed together where one would cover the other.
 */
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
