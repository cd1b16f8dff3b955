// A chart of several runs as a picture of its own, with the names of the runs at the right. Knows neither SVG nor
// canvas.

import { pictureSize, plotBox, words } from '../../components/charts/shapes.ts';
import type { Drawing, Shape } from '../../components/charts/shapes.ts';
import type { Colours } from '../../components/charts/colours.ts';
import { alike, roundValues, spread } from '../../components/charts/ranges.ts';
import type { Range } from '../../components/charts/ranges.ts';
import type { LossScale } from '../../state/preferences.svelte.ts';
import type { Line } from './lines.ts';

export interface DrawnRuns {
  readonly title: string;
  readonly subtitle: string;
  readonly summary: string;
  readonly lines: readonly Line[];
  /** Of each line: its name and its colour. */
  readonly names: readonly string[];
  readonly lineColours: readonly string[];
  readonly axisRange: Range;
  /** In the unit of the chart. */
  readonly losses: Range;
  readonly factor: number;
  /** What the losses are counted in. */
  readonly unitWords: string;
  readonly scale: LossScale;
  readonly axisWords: string;
  readonly axisValueWords: (axisValue: number) => string;
  readonly colours: Omit<Colours, 'font'>;
  readonly fontFamily: string;
}

const plot = { ...plotBox, right: plotBox.right - 140 };
const nameHeight = 17;
/** Names that have room at the right. */
const maxNames = Math.floor((plot.bottom - plot.top) / nameHeight);
const longestName = 30;

export function drawRuns(chart: DrawnRuns): Drawing {
  const { colours, title, subtitle, summary, fontFamily, axisRange, losses, factor, scale } = chart;
  const along = scale === 'log' ? Math.log : (value: number) => value;
  const [low, high] = [along(losses.min), along(losses.max)];
  const xOf = (axisValue: number) =>
    plot.left + ((axisValue - axisRange.min) / (axisRange.max - axisRange.min || 1)) * (plot.right - plot.left);
  const yOf = (loss: number) =>
    plot.bottom - ((along(loss * factor) - low) / (high - low || 1)) * (plot.bottom - plot.top);
  const shapes: readonly Shape[] = [
    words({ x: plot.left, y: 34, text: title, colour: colours.ink, size: 21, weight: 650 }),
    words({ x: plot.left, y: 60, text: subtitle, colour: colours.soft }),
    ...axes(chart, xOf, yOf),
    ...chart.lines.map((line, at): Shape => ({
      kind: 'line',
      points: Array.from(line.axisValues).flatMap((axisValue, i) => [xOf(axisValue), yOf(line.losses[i] as number)]),
      colour: chart.lineColours[at] ?? colours.ink,
      width: 2,
      clipped: true,
    })),
    ...names(chart, yOf),
  ];
  return { ...pictureSize, paper: colours.paper, fontFamily, plot, title, summary, shapes };
}

function axes(
  { colours, losses, axisRange, factor, unitWords, scale, axisWords, axisValueWords }: DrawnRuns,
  xOf: (axisValue: number) => number,
  yOf: (loss: number) => number,
): Shape[] {
  const values = roundValues(losses, scale, 8);
  const written = alike(values);
  return [
    words({
      x: plot.left,
      y: plot.top - 20,
      text: unitWords,
      colour: colours.soft,
    }),
    ...values.flatMap((value, i): Shape[] => {
      const y = yOf(value / factor);
      return [
        { kind: 'line', points: [plot.left, y, plot.right, y], colour: colours.line, width: 1 },
        words({ x: plot.left - 10, y, text: written[i] ?? '', colour: colours.soft, anchor: 'end' }),
      ];
    }),
    ...roundValues(axisRange, 'linear', 8).map((axisValue) =>
      words({
        x: xOf(axisValue),
        y: plot.bottom + 20,
        text: axisValueWords(axisValue),
        colour: colours.soft,
        anchor: 'middle',
      }),
    ),
    words({ x: plot.right, y: plot.bottom + 42, text: axisWords, colour: colours.soft, anchor: 'end' }),
  ];
}

/** At the height where each line ends, moved apart. */
function names({ lines, names: all, lineColours, colours }: DrawnRuns, yOf: (loss: number) => number): Shape[] {
  const named = lines
    .map(({ losses }, at) => ({ at, y: yOf(losses.at(-1) ?? NaN) }))
    .filter(({ y }) => Number.isFinite(y))
    .slice(0, maxNames);
  const ys = spread(
    named.map(({ y }) => Math.min(plot.bottom, Math.max(plot.top, y))),
    nameHeight,
    plot.top,
    plot.bottom,
  );
  return named.map(({ at }, i) =>
    words({
      x: plot.right + 12,
      y: ys[i] ?? plot.top,
      text: shortened(all[at] ?? ''),
      colour: lineColours[at] ?? colours.ink,
      weight: 550,
    }),
  );
}

function shortened(name: string): string {
  const letters = Array.from(name);
  return letters.length <= longestName ? name : `${letters.slice(0, longestName - 1).join('')}…`;
}
