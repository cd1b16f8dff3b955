// The loss chart as a picture of its own: the same data, frame and labels as on the screen, with a title, on paper.
// Knows neither SVG nor canvas.

import { thin } from '../../../engine/series.ts';
import type { Series } from '../../../engine/series.ts';
import { decimals } from '../../../text/format.ts';
import { say } from '../../../text/say.ts';
import { marksOf } from './labels.ts';
import type { Mark } from './labels.ts';
import type { Colours } from '../../../components/charts/colours.ts';
import { alike, roundValues, stepWords } from '../../../components/charts/ranges.ts';
import { pictureSize, plotBox, words } from '../../../components/charts/shapes.ts';
import type { Dot, Drawing, Shape, Words } from '../../../components/charts/shapes.ts';
import { factorOf, frameOf, lastStepOf, smoothedOf } from './view.ts';
import type { ChartContent } from './view.ts';

export interface DrawnChart extends ChartContent {
  readonly title: string;
  /** The small line under the title. */
  readonly subtitle: string;
  readonly summary: string;
  /** What the losses are counted in. */
  readonly unitWords: string;
  readonly checkpoints: readonly { readonly step: number; readonly best: boolean }[];
  readonly colours: Omit<Colours, 'font'>;
  readonly fontFamily: string;
}

const plot = plotBox;
const maxPoints = 2400;

export function drawChart(chart: DrawnChart): Drawing {
  const { colours, title, subtitle, summary, fontFamily } = chart;
  const view = viewOf(chart);
  const shapes: readonly Shape[] = [
    words({ x: plot.left, y: 34, text: title, colour: colours.ink, size: 21, weight: 650 }),
    words({ x: plot.left, y: 60, text: subtitle, colour: colours.soft }),
    ...lossAxis(chart, view),
    ...stepAxis(chart, view),
    ...dashedLines(chart, view),
    ...curves(chart, view),
    ...checkpointTicks(chart, view),
    ...view.marks.map((mark) => label(mark, colours)),
  ];
  return { ...pictureSize, paper: colours.paper, fontFamily, plot, title, summary, shapes };
}

interface View {
  readonly frame: ReturnType<typeof frameOf>;
  readonly smoothed: Series;
  readonly factor: number;
  readonly xOf: (step: number) => number;
  /** Of a loss in nats. */
  readonly yOf: (loss: number) => number;
  readonly marks: readonly Mark[];
}

function viewOf(chart: DrawnChart): View {
  const lastStep = lastStepOf(chart);
  const frame = frameOf(chart, lastStep);
  const factor = factorOf(chart.unit);
  const smoothed = { steps: chart.training.steps, losses: smoothedOf(chart, lastStep) };
  const { steps, losses } = frame;
  const along = chart.scale === 'log' ? Math.log : (value: number) => value;
  const xOf = (step: number) =>
    plot.left + ((step - steps.min) / (steps.max - steps.min || 1)) * (plot.right - plot.left);
  const [low, high] = [along(losses.min), along(losses.max)];
  const yOf = (loss: number) =>
    plot.bottom - ((along(loss * factor) - low) / (high - low || 1)) * (plot.bottom - plot.top);
  const marks = marksOf({
    left: plot.left,
    right: plot.right,
    picture: { top: plot.top, bottom: plot.bottom, yOf, floor: plot.bottom - 14 },
    xOf,
    last: Math.min(lastStep, steps.max),
    training: smoothed,
    validation: chart.validation,
    yardsticks: chart.yardsticks,
    write: (loss) => decimals(loss * factor, 3),
  });
  return { frame, smoothed, factor, xOf, yOf, marks };
}

function lossAxis({ colours, scale, unitWords }: DrawnChart, { frame, factor, yOf }: View): Shape[] {
  const values = roundValues(frame.losses, scale, 8);
  const names = alike(values);
  return [
    words({ x: plot.left, y: plot.top - 20, text: unitWords, colour: colours.soft }),
    ...values.flatMap((value, i): Shape[] => {
      const y = yOf(value / factor);
      return [
        { kind: 'line', points: [plot.left, y, plot.right, y], colour: colours.line, width: 1 },
        words({ x: plot.left - 10, y, text: names[i] ?? '', colour: colours.soft, anchor: 'end' }),
      ];
    }),
  ];
}

function stepAxis({ colours }: DrawnChart, { frame, xOf }: View): Shape[] {
  const values = roundValues(frame.steps, 'linear', 9).filter(Number.isInteger);
  const y = plot.bottom + 20;
  return [
    ...values.map((value) =>
      words({ x: xOf(value), y, text: stepWords(value), colour: colours.soft, anchor: 'middle' }),
    ),
    words({ x: plot.right, y: y + 22, text: say`steps`, colour: colours.soft, anchor: 'end' }),
  ];
}

function dashedLines({ colours, yardsticks }: DrawnChart, { yOf }: View): Shape[] {
  return yardsticks.map(({ loss }) => {
    const y = yOf(loss);
    const points = [plot.left, y, plot.right, y];
    return { kind: 'line', points, colour: colours.ochre, width: 1.3, dashed: true, clipped: true };
  });
}

function curves({ colours, training, validation }: DrawnChart, view: View): Shape[] {
  const path = (series: Series): number[] => {
    const { steps, losses } = thin(series, maxPoints);
    return Array.from(steps).flatMap((step, i) => [view.xOf(step), view.yOf(losses[i] as number)]);
  };
  const held = path(validation);
  const dots = Array.from({ length: held.length / 2 }, (_, i): readonly [number, number] => [
    held[2 * i] as number,
    held[2 * i + 1] as number,
  ]).filter(([x, y]) => x >= plot.left - 1 && x <= plot.right + 1 && y >= plot.top && y <= plot.bottom);
  const line = { kind: 'line', clipped: true } as const;
  return [
    { ...line, points: path(training), colour: colours.blue, width: 1, opacity: 0.24 },
    { ...line, points: path(view.smoothed), colour: colours.blue, width: 2 },
    { ...line, points: held, colour: colours.red, width: 2 },
    ...dots.map(([x, y]): Dot => ({ kind: 'dot', x, y, radius: 2.6, colour: colours.red, fill: colours.paper })),
  ];
}

function checkpointTicks({ colours, checkpoints }: DrawnChart, { xOf }: View): Shape[] {
  return checkpoints
    .map(({ step, best }) => ({ x: xOf(step), best }))
    .filter(({ x }) => x >= plot.left - 1 && x <= plot.right + 1)
    .map(({ x, best }) => ({
      kind: 'line',
      points: [x, plot.bottom - (best ? 12 : 9), x, plot.bottom],
      colour: best ? colours.red : colours.faint,
      width: best ? 4 : 2,
    }));
}

function label({ text, kind, x, y }: Mark, colours: DrawnChart['colours']): Words {
  const colour = { training: colours.blue, validation: colours.red, yardstick: colours.ochre, goal: colours.ochre }[
    kind
  ];
  const isName = kind === 'training' || kind === 'validation';
  const anchor = kind === 'yardstick' ? 'end' : 'start';
  return words({
    x: x + (anchor === 'end' ? -4 : isName ? 0 : 4),
    y,
    text,
    colour,
    weight: isName ? 550 : 450,
    anchor,
    haloed: true,
  });
}
