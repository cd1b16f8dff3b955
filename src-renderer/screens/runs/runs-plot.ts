// The canvas of a chart of several runs, on uPlot: a line a run, the raw band faintly behind it. What is picked stands
// out on a canvas of its own over a veil: the pointer goes from line to line, and drawing fifty lines anew for each
// would not keep up with it.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { RunId } from '../../../src-engine/protocol/index.ts';
import type { Colours } from '../../components/charts/colours.ts';
import { alike, roundValues } from '../../components/charts/ranges.ts';
import type { Range } from '../../components/charts/ranges.ts';
import { faded, logarithmic, takeMarked } from '../../components/charts/uplot.ts';
import type { LossScale } from '../../state/preferences.svelte.ts';
import { columnsOf, valuesAt } from './lines.ts';
import type { Line, LineLook } from './lines.ts';

/** What a chart is made for; another one is made where it changes. */
export interface PlotSetting {
  readonly colours: Colours;
  /** Of each line, in their order. */
  readonly lineColours: readonly string[];
  readonly lineStyles: readonly LineLook['style'][];
  readonly hasDots: boolean;
  readonly scale: LossScale;
  /** Charts with the same key move their cursors together. */
  readonly key: string;
  /** A value on the axis in words. */
  readonly axisValueWords: (axisValue: number) => string;
}

/** The lines, and which part of the plane. */
export interface Plane {
  readonly lines: readonly Line[];
  readonly axisRange: Range;
  /** In the unit of the chart. */
  readonly losses: Range;
  /** From nats to the unit of the chart. */
  readonly factor: number;
}

/** What it shows at a time. */
export interface Shown extends Plane {
  readonly picked: RunId | null;
  readonly hasBands: boolean;
}

export interface PlotListeners {
  readonly marked: (range: Range) => void;
  /** A point of the plane, in nats, and how far a finger's width is in nats there; null: the pointer has left. */
  readonly pointed: (at: PointedAt | null) => void;
  readonly pressed: (at: PointedAt) => void;
}

export interface PointedAt {
  readonly axisValue: number;
  readonly loss: number;
  readonly reach: number;
}

/** In pixels: what counts as pressing a line. */
const reachOfPointer = 12;
const dashes: Readonly<Record<LineLook['style'], readonly number[]>> = { solid: [], dashed: [7, 4], dotted: [2, 3] };
const bandOpacity = 0.13;
/** Of what lies over the lines that are not picked. */
const veilOpacity = 0.72;

export interface RunsPlot {
  readonly plot: uPlot;
  /** Draws anew which line stands out. */
  readonly emphasize: () => void;
}

export function makeRunsPlot(
  host: HTMLElement,
  setting: PlotSetting,
  shown: () => Shown,
  listeners: PlotListeners,
): RunsPlot {
  const { scale, lineColours } = setting;
  const over = document.createElement('canvas');
  over.style.cssText = 'position: absolute; inset: 0';
  const plot = new uPlot(
    {
      width: host.clientWidth,
      height: host.clientHeight,
      padding: [10, (at) => Math.max(14, halfOfLast(at, setting, shown())), 0, 0],
      legend: { show: false },
      scales: { x: { time: false, auto: false }, y: { auto: false, ...(scale === 'log' && logarithmic) } },
      axes: [horizontalAxis(setting), lossAxis(setting, shown)],
      series: [{}, ...lineColours.map((_, at) => ({ ...strokeOf(setting, at), points: { show: false } }))],
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false },
        sync: { key: setting.key, setSeries: false },
      },
      hooks: {
        drawAxes: [(at) => drawBands(at, setting, shown())],
        draw: [(at) => drawPicked(at, over, setting, shown())],
        setCursor: [(at) => listeners.pointed(pointOf(at, shown().factor))],
        setSelect: [
          (at) => {
            const range = takeMarked(at);
            if (range) listeners.marked(range);
          },
        ],
      },
    },
    [[], ...lineColours.map(() => [])],
    host,
  );
  plot.ctx.canvas.after(over);
  let pressedAt = 0;
  plot.over.addEventListener('pointerdown', ({ clientX }) => (pressedAt = clientX));
  plot.over.addEventListener('click', ({ clientX }) => {
    // The end of a drag is a click, too.
    if (Math.abs(clientX - pressedAt) > 4) return;
    const at = pointOf(plot, shown().factor);
    if (at) listeners.pressed(at);
  });
  return { plot, emphasize: () => drawPicked(plot, over, setting, shown()) };
}

/** New lines and a new part of the plane in one drawing. */
export function showRuns(plot: uPlot, { lines, axisRange, losses, factor }: Plane): void {
  const columns = columnsOf(axisRange, Math.max(2, Math.round(plot.width)));
  const data = lines.map(({ axisValues, losses: own }) => scaled(valuesAt(axisValues, own, columns), factor));
  plot.batch(() => {
    plot.setData([columns, ...data] as uPlot.AlignedData, false);
    plot.setScale('x', { min: axisRange.min, max: axisRange.max });
    plot.setScale('y', { min: losses.min, max: losses.max });
  });
}

function scaled(values: readonly (number | null)[], factor: number): (number | null)[] {
  return values.map((value) => (value === null ? null : value * factor));
}

function strokeOf({ lineColours, lineStyles, hasDots }: PlotSetting, at: number) {
  return {
    stroke: lineColours[at] ?? 'transparent',
    width: hasDots ? 2 : 1.75,
    dash: [...dashes[lineStyles[at] ?? 'solid']],
  };
}

function drawBands(plot: uPlot, { lineColours }: PlotSetting, { lines, factor, hasBands }: Shown): void {
  if (!hasBands) return;
  withinPlane(plot.ctx, plot, () => {
    for (const [at, line] of lines.entries()) fillBand(plot.ctx, plot, lineColours[at], line, factor);
  });
}

function drawPicked(plot: uPlot, over: HTMLCanvasElement, setting: PlotSetting, shown: Shown): void {
  const { width, height } = plot.ctx.canvas;
  const ctx = over.getContext('2d');
  if (ctx === null) return;
  if (over.width !== width || over.height !== height) Object.assign(over, { width, height });
  ctx.clearRect(0, 0, width, height);
  const at = shown.lines.findIndex(({ run }) => run === shown.picked);
  const line = shown.lines[at];
  if (!line) return;
  withinPlane(ctx, plot, () => {
    ctx.fillStyle = faded(setting.colours.panel, veilOpacity);
    ctx.fill();
    fillBand(ctx, plot, setting.lineColours[at], line, shown.factor);
    const { stroke, width: lineWidth, dash } = strokeOf(setting, at);
    ctx.strokeStyle = stroke;
    ctx.lineWidth = lineWidth * devicePixelRatio;
    ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
    ctx.stroke(pathOf(pixelsOf(plot, plot.data[1 + at] ?? [])));
  });
}

/** Nothing is drawn over the axes. While it draws, the path is the plane's edge. */
function withinPlane(ctx: CanvasRenderingContext2D, { bbox }: uPlot, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}

/** Between the lowest and the highest of what the line is the mean of. */
function fillBand(
  ctx: CanvasRenderingContext2D,
  plot: uPlot,
  colour = 'transparent',
  { axisValues, lows, highs }: Line,
  factor: number,
): void {
  if (!lows || !highs) return;
  const edgeOf = (values: Float32Array): readonly Pixel[] =>
    pixelsOf(plot, scaled(valuesAt(axisValues, values, plot.data[0]), factor));
  ctx.fillStyle = faded(colour, bandOpacity);
  ctx.fill(pathOf([...edgeOf(highs), ...edgeOf(lows).toReversed()]));
}

type Pixel = readonly [x: number, y: number];

/** Where values in the columns of the chart are on its canvas. */
function pixelsOf(plot: uPlot, values: uPlot.AlignedData[number]): readonly Pixel[] {
  const columns = plot.data[0];
  return Array.from(values).flatMap((value, column) =>
    value === null || value === undefined
      ? []
      : [[plot.valToPos(columns[column] as number, 'x', true), plot.valToPos(value, 'y', true)] as const],
  );
}

function pathOf(pixels: readonly Pixel[]): Path2D {
  const path = new Path2D();
  for (const [x, y] of pixels) path.lineTo(x, y);
  return path;
}

function horizontalAxis({ colours, axisValueWords }: PlotSetting): uPlot.Axis {
  return {
    stroke: colours.soft,
    font: colours.font,
    grid: { show: false },
    ticks: { show: false },
    size: 26,
    gap: 4,
    space: 90,
    values: (_, values) => values.map(axisValueWords),
  };
}

/** Pixels that the last value on the axis may need beyond the plane's right edge. */
function halfOfLast({ ctx }: uPlot, { colours, axisValueWords }: PlotSetting, { axisRange }: Shown): number {
  ctx.save();
  ctx.font = colours.font;
  const { width } = ctx.measureText(axisValueWords(axisRange.max));
  ctx.restore();
  return Math.ceil(width / 2) + 1;
}

function lossAxis({ colours, scale }: PlotSetting, shown: () => Shown): uPlot.Axis {
  return {
    stroke: colours.soft,
    font: colours.font,
    grid: { stroke: colours.line, width: 1 / devicePixelRatio },
    ticks: { show: false },
    size: 44,
    gap: 6,
    splits: (plot) => roundValues(shown().losses, scale, Math.min(8, Math.max(2, Math.round(plot.height / 60)))),
    filter: (_, splits) => splits,
    values: (_, values) => alike(values),
  };
}

function pointOf(plot: uPlot, factor: number): PointedAt | null {
  const { left, top } = plot.cursor;
  if (left === undefined || top === undefined || left < 0 || top < 0) return null;
  const loss = plot.posToVal(top, 'y');
  const reach = Math.abs(plot.posToVal(top + reachOfPointer, 'y') - loss);
  return { axisValue: plot.posToVal(left, 'x'), loss: loss / factor, reach: reach / factor };
}
