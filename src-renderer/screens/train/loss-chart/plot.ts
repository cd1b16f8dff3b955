// The canvas part of the loss chart, on uPlot: curves, axes and yardsticks. Labels and checkpoints lie over it as
// HTML, so that they can be read, reached and pressed.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { thin } from '../../../engine/series.ts';
import type { Series } from '../../../engine/series.ts';
import type { LossScale } from '../../../state/preferences.svelte.ts';
import type { Colours } from '../../../components/charts/colours.ts';
import { alike, roundValues, stepWords } from '../../../components/charts/ranges.ts';
import type { Range } from '../../../components/charts/ranges.ts';
import { faded, logarithmic, takeMarked } from '../../../components/charts/uplot.ts';
import type { Frame } from './view.ts';

/** Kept free at the right, in pixels, for the names of the curves. */
const labelWidth = 84;

export interface Curves {
  readonly training: Series;
  readonly smoothed: Float64Array;
  readonly validation: Series;
}

export interface Listeners {
  /** After every drawing: positions may have changed. */
  readonly drawn: (plot: uPlot) => void;
  /** The step under the pointer, or null when it has left. */
  readonly pointed: (step: number | null, plot: uPlot) => void;
  /** A range of steps was marked with the pointer. */
  readonly marked: (range: Range) => void;
}

/** One row of steps for all curves, with gaps where a curve has no point. */
export function alignedData(curves: Curves, width: number, factor: number): uPlot.AlignedData {
  const raw = thin(curves.training, Math.max(400, width * 3));
  const smoothed = thin({ steps: curves.training.steps, losses: curves.smoothed }, Math.max(400, width * 2));
  const scaled = (series: Series): uPlot.AlignedData => [series.steps, series.losses.map((loss) => loss * factor)];
  return uPlot.join([scaled(raw), scaled(smoothed), scaled(curves.validation)]);
}

export function makePlot(
  host: HTMLElement,
  colours: Colours,
  scale: LossScale,
  frame: () => Frame,
  listeners: Listeners,
): uPlot {
  const line = 1 / devicePixelRatio;
  const options: uPlot.Options = {
    width: host.clientWidth,
    height: host.clientHeight,
    padding: [10, labelWidth, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, auto: false },
      y: { auto: false, ...(scale === 'log' && logarithmic) },
    },
    axes: [
      {
        stroke: colours.soft,
        font: colours.font,
        grid: { show: false },
        ticks: { show: false },
        size: 26,
        gap: 4,
        space: 90,
        values: (_, values) => values.map((value) => (Number.isInteger(value) ? stepWords(value) : '')),
      },
      {
        stroke: colours.soft,
        font: colours.font,
        grid: { stroke: colours.line, width: line },
        ticks: { show: false },
        size: 40,
        gap: 6,
        splits: (plot) => roundValues(frame().losses, scale, Math.min(8, Math.max(2, Math.round(plot.height / 60)))),
        // uPlot would drop most labels of a logarithmic axis; these are chosen already.
        filter: (_, splits) => splits,
        values: (_, values) => alike(values),
      },
    ],
    series: [
      {},
      { stroke: faded(colours.blue, 0.22), width: 1, points: { show: false }, spanGaps: true },
      { stroke: colours.blue, width: 2, points: { show: false }, spanGaps: true },
      {
        stroke: colours.red,
        width: 2,
        spanGaps: true,
        points: { show: true, size: 5, width: 1.5, stroke: colours.red, fill: colours.panel },
      },
    ],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
    },
    hooks: {
      drawAxes: [(plot) => drawYardsticks(plot, frame().yardsticks, colours.ochre)],
      draw: [listeners.drawn],
      setCursor: [
        (plot) => {
          const { left } = plot.cursor;
          listeners.pointed(left === undefined || left < 0 ? null : plot.posToVal(left, 'x'), plot);
        },
      ],
      setSelect: [
        (plot) => {
          const range = takeMarked(plot);
          if (range) listeners.marked(range);
        },
      ],
    },
  };
  return new uPlot(options, [[], [], [], []], host);
}

/** New data and a new part of the plane in one drawing. */
export function show(plot: uPlot, data: uPlot.AlignedData, frame: Frame): void {
  plot.batch(() => {
    plot.setData(data, false);
    plot.setScale('x', { min: frame.steps.min, max: frame.steps.max });
    plot.setScale('y', { min: frame.losses.min, max: frame.losses.max });
  });
}

function drawYardsticks(plot: uPlot, losses: readonly number[], colour: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.3 * devicePixelRatio;
  ctx.setLineDash([5 * devicePixelRatio, 5 * devicePixelRatio]);
  for (const loss of losses) {
    const y = Math.round(plot.valToPos(loss, 'y', true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}
