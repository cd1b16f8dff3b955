// The loss chart as a picture of its own, and that picture as SVG.

import { describe, expect, it } from 'vitest';
import { drawChart } from '../../src-renderer/screens/train/loss-chart/drawing.ts';
import type { DrawnChart } from '../../src-renderer/screens/train/loss-chart/drawing.ts';
import type { Line, Words } from '../../src-renderer/components/charts/shapes.ts';
import { svgOf } from '../../src-renderer/components/charts/svg.ts';
import { seriesOf } from '../../src-renderer/engine/series.ts';

const steps = Array.from({ length: 400 }, (_, i) => i + 1);
const chart: DrawnChart = {
  title: 'LSTM 1×256',
  subtitle: 'on Moby-Dick',
  summary: 'The loss falls.',
  training: seriesOf(
    steps,
    steps.map((step) => 1 + 3 / Math.sqrt(step)),
  ).view(),
  validation: seriesOf([100, 200, 300, 400], [1.5, 1.4, 1.3, 1.25]).view(),
  totalSteps: 400,
  yardsticks: [
    { label: '5-gram', loss: 1.45 },
    { label: 'entropy', loss: 1.0 },
  ],
  unit: 'nats',
  unitWords: 'nats per character',
  scale: 'linear',
  smoothing: 40,
  zoom: null,
  checkpoints: [
    { step: 200, best: false },
    { step: 400, best: true },
  ],
  colours: {
    ink: 'rgb(0, 0, 0)',
    soft: 'rgb(80, 80, 80)',
    line: 'rgb(200, 200, 200)',
    blue: 'rgb(0, 0, 200)',
    red: 'rgb(200, 0, 0)',
    ochre: 'rgb(160, 120, 0)',
    panel: 'rgb(255, 255, 255)',
    paper: 'rgb(250, 248, 244)',
    faint: 'rgb(120, 120, 120)',
  },
  fontFamily: '"Inter Variable", Inter, sans-serif',
};

function wordsOf(change: Partial<DrawnChart> = {}): Words[] {
  return drawChart({ ...chart, ...change }).shapes.filter((shape) => shape.kind === 'words');
}

function linesOf(colour: string, change: Partial<DrawnChart> = {}): Line[] {
  return drawChart({ ...chart, ...change }).shapes.filter(
    (shape): shape is Line => shape.kind === 'line' && shape.colour === colour,
  );
}

describe('the drawn chart', () => {
  it('has title, axes, curves’ names and yardsticks with their losses', () => {
    const texts = wordsOf().map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['LSTM 1×256', 'on Moby-Dick', 'nats per character', 'steps']));
    expect(texts).toEqual(expect.arrayContaining(['training', 'validation', '5-gram 1.450', 'entropy 1.000']));
    expect(texts).toEqual(expect.arrayContaining(['0', '100', '200', '300', '400']));
  });

  it('puts a loss where the axis says it is', () => {
    const { plot } = drawChart(chart);
    const labels = wordsOf().filter(({ anchor, x }) => anchor === 'end' && x < plot.left);
    const heights = labels.map(({ text, y }) => ({ loss: Number(text), y }));
    const [first, second] = heights;
    if (!first || !second) throw new Error('The axis has no labels.');
    const slope = (second.y - first.y) / (second.loss - first.loss);
    const [held] = linesOf('rgb(200, 0, 0)');
    expect(held?.points[1]).toBeCloseTo(first.y + slope * (1.5 - first.loss), 6);
    expect(held?.points.at(-2)).toBeCloseTo(plot.right, 6);
  });

  it('is the same curve in bits, with other figures', () => {
    const [inNats] = linesOf('rgb(200, 0, 0)');
    const [inBits] = linesOf('rgb(200, 0, 0)', { unit: 'bits' });
    expect(inBits?.points.map((value) => value.toFixed(3))).toEqual(inNats?.points.map((value) => value.toFixed(3)));
    expect(wordsOf({ unit: 'bits' }).map(({ text }) => text)).toContain(`5-gram ${(1.45 / Math.LN2).toFixed(3)}`);
  });

  it('bends with the logarithm, and shows only the part that is zoomed into', () => {
    const [straight] = linesOf('rgb(200, 0, 0)');
    const [bent] = linesOf('rgb(200, 0, 0)', { scale: 'log' });
    expect(bent?.points).not.toEqual(straight?.points);
    const zoomed = wordsOf({ zoom: { min: 100, max: 200 } }).map(({ text }) => text);
    expect(zoomed).toContain('160');
    expect(zoomed).not.toContain('300');
  });

  it('stays a picture without a single point, and with ten thousand of them small', () => {
    const none = seriesOf([], []).view();
    expect(svgOf(drawChart({ ...chart, training: none, validation: none, yardsticks: [] }))).not.toContain('NaN');
    const many = Array.from({ length: 16_000 }, (_, i) => i + 1);
    const long = seriesOf(
      many,
      many.map((step) => 1 + Math.sin(step) ** 2),
    ).view();
    expect(svgOf(drawChart({ ...chart, training: long, totalSteps: null })).length).toBeLessThan(200_000);
  });
});

describe('the SVG file', () => {
  it('holds vectors with round numbers and nothing from outside', () => {
    const svg = svgOf(drawChart(chart));
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="1200" height="700"/);
    expect(svg.match(/<polyline /g)?.length).toBeGreaterThan(10);
    expect(svg).toContain('stroke-dasharray');
    expect(svg).not.toMatch(/NaN|Infinity|undefined|\d\.\d{3,}[, "]|<script|href|url\((?!#plot)/);
  });

  it('escapes every text, and replaces what XML cannot hold', () => {
    const svg = svgOf(
      drawChart({
        ...chart,
        title: `</text><script>alert("1")</script> & 'co' \0\u0008\ud800\uffff 海🌊`,
        fontFamily: '"a"',
      }),
    );
    expect(svg).not.toContain('<script');
    expect(svg).not.toMatch(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
    expect(svg).toContain('&#60;/text&#62;&#60;script&#62;alert(&#34;1&#34;)');
    expect(svg).toContain('海🌊');
    expect(svg).toContain('font-family="&#34;a&#34;"');
  });
});
