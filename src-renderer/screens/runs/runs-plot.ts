// The canvas of a chart of several runs, on uPlot: a line a run, the raw band faintly behind it. What is picked stands out.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { RunId } from '../../../src-engine/protocol/index.ts';
import type { Colours } from '../../components/charts/colours.ts';
import { alike, roundValues } from '../../components/charts/ranges.ts';
import type { Range } from '../../components/charts/ranges.ts';
import { faded, logarithmic, takeMarked } from '../../components/charts/uplot.ts';
import type { LossScale } from '../../state/preferences.svelte.ts';
import { columnsOf, lineTokens, valuesAt } from './lines.ts';
import type { Line } from './lines.ts';

/** What a chart is made for; another one is made where it changes. */
export interface PlotSetting {
  readonly colours: Colours;
  /** Of each line, in their order. */
  readonly lineColours: readonly string[];
  readonly hasDots: boolean;
  readonly scale: LossScale;
  /** Charts with the same key move their cursors together. */
  readonly key: string;
  /** A value on the axis in words. */
  readonly axisValueWords: (axisValue: number) => string;
}

/** What it shows at a time. */
export interface Shown {
  readonly lines: readonly Line[];
  readonly axisRange: Range;
  /** In the unit of the chart. */
  readonly losses: Range;
  /** From nats to the unit of the chart. */
  readonly factor: number;
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
/** Of lines that have the colours of others before them. */
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3]];
/** Series before those of the first run: the axis. */
const seriesBefore = 1;
/** Of a run: its highest, its lowest, its line. */
const seriesEach = 3;

export function makeRunsPlot(
  host: HTMLElement,
  setting: PlotSetting,
  shown: () => Shown,
  listeners: PlotListeners,
): uPlot {
  const { scale, lineColours } = setting;
  const plot = new uPlot(
    {
      width: host.clientWidth,
      height: host.clientHeight,
      padding: [10, 14, 0, 0],
      legend: { show: false },
      scales: { x: { time: false, auto: false }, y: { auto: false, ...(scale === 'log' && logarithmic) } },
      axes: [horizontalAxis(setting), lossAxis(setting, shown)],
      series: [{}, ...lineColours.flatMap((colour, at) => seriesOf(colour, at, setting, shown))],
      bands: lineColours.map((colour, at) => ({
        series: [seriesBefore + at * seriesEach, seriesBefore + at * seriesEach + 1],
        fill: () => faded(colour, shown().hasBands || shown().picked === shown().lines[at]?.run ? 0.13 : 0),
      })),
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false },
        sync: { key: setting.key, setSeries: false },
      },
      hooks: {
        setCursor: [(at) => listeners.pointed(pointOf(at, shown().factor))],
        setSelect: [
          (at) => {
            const range = takeMarked(at);
            if (range) listeners.marked(range);
          },
        ],
      },
    },
    [[], ...lineColours.flatMap(() => [[], [], []])],
    host,
  );
  let pressedAt = 0;
  plot.over.addEventListener('pointerdown', ({ clientX }) => (pressedAt = clientX));
  plot.over.addEventListener('click', ({ clientX }) => {
    // The end of a drag is a click, too.
    if (Math.abs(clientX - pressedAt) > 4) return;
    const at = pointOf(plot, shown().factor);
    if (at) listeners.pressed(at);
  });
  return plot;
}

/** New lines and a new part of the plane in one drawing. */
export function showRuns(plot: uPlot, { lines, axisRange, losses, factor }: Shown): void {
  const columns = columnsOf(axisRange, Math.max(2, Math.round(plot.width)));
  const scaled = (values: readonly (number | null)[]): (number | null)[] =>
    factor === 1 ? [...values] : values.map((value) => (value === null ? null : value * factor));
  const data = lines.flatMap(({ axisValues: at, losses: own, lows = own, highs = own }) =>
    [highs, lows, own].map((values) => scaled(valuesAt(at, values, columns))),
  );
  plot.batch(() => {
    plot.setData([columns, ...data] as uPlot.AlignedData, false);
    plot.setScale('x', { min: axisRange.min, max: axisRange.max });
    plot.setScale('y', { min: losses.min, max: losses.max });
  });
}

function seriesOf(colour: string, at: number, { hasDots }: PlotSetting, shown: () => Shown): uPlot.Series[] {
  const isBehind = (): boolean => shown().picked !== null && shown().picked !== shown().lines[at]?.run;
  const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
  return [
    edge,
    edge,
    {
      stroke: () => faded(colour, isBehind() ? 0.28 : 1),
      width: hasDots ? 2 : 1.75,
      dash: [...(dashes[Math.floor(at / lineTokens.length) % dashes.length] ?? [])],
      points: { show: false },
    },
  ];
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
