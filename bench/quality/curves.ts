// The curves of a comparison as one picture: held-out loss over the share of the budget that is spent, a line for each
// recipe, the mean of its seeds; the best of them in colour.

import { meanOf } from './table.ts';
import type { Comparison, Entry } from './table.ts';

const width = 1120;
const height = 540;
const margin = { left: 64, right: 480, top: 40, bottom: 48 };
/** Told apart also by those who see fewer colours (Okabe and Ito, 2008). */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'];
const others = '#b0b0b0';
const gridLines = 6;

type Point = readonly [share: number, nats: number];

/** An SVG of its own; null where there are no two recipes with a curve to compare. */
export function drawCurves({ title, entries }: Comparison): string | null {
  const lines = entries.map((entry) => ({ entry, points: meanCurve(entry) })).filter(({ points }) => points.length > 1);
  if (lines.length < 2) return null;
  const losses = lines.flatMap(({ points }) => points.map(([, nats]) => nats));
  const scale = scaleOf(Math.min(...losses), quantile(losses, 0.95));
  const drawn = lines.map(({ entry, points }, index) => {
    const colour = colours[index] ?? others;
    return [
      `<polyline points="${points.map((point) => scale.place(point)).join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      label(width - margin.right + 12, margin.top + 18 * index, `${entry.mean.toFixed(3)}  ${entry.recipe}`, colour),
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${Math.max(height, margin.top + 18 * lines.length)}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    '<clipPath id="plot">',
    `<rect x="${margin.left}" y="${margin.top}" width="${width - margin.left - margin.right}" height="${height - margin.top - margin.bottom}"/>`,
    '</clipPath>',
    label(margin.left, 22, `${title}: nats per character on the held-out part`, '#000000'),
    ...scale.grid(),
    ...drawn.map((line) => line.replace('<polyline', '<polyline clip-path="url(#plot)"')),
    '</svg>',
    '',
  ].join('\n');
}

/** All seeds of a recipe validate at the same steps, but in runs by the clock. */
function meanCurve({ rows }: Entry): readonly Point[] {
  const length = Math.min(...rows.map(({ curve }) => curve.length));
  return Array.from({ length }, (_, index) => [
    meanOf(rows.map(({ curve, steps }) => curve[index][0] / steps)),
    meanOf(rows.map(({ curve }) => curve[index][1])),
  ]);
}

interface Scale {
  readonly place: (point: Point) => string;
  readonly grid: () => readonly string[];
}

function scaleOf(low: number, high: number): Scale {
  const plotWidth = width - margin.left - margin.right;
  const plotHeight = height - margin.top - margin.bottom;
  const bottom = low - (high - low) * 0.03;
  const x = (share: number): number => margin.left + share * plotWidth;
  const y = (nats: number): number => margin.top + ((high - nats) / (high - bottom)) * plotHeight;
  const steps = Array.from({ length: gridLines + 1 }, (_, index) => index / gridLines);
  return {
    place: ([share, nats]) => `${x(share).toFixed(1)},${y(nats).toFixed(1)}`,
    grid: () => [
      ...steps.map((share) => {
        const nats = bottom + share * (high - bottom);
        const line = `<line x1="${x(0)}" x2="${x(1)}" y1="${y(nats).toFixed(1)}" y2="${y(nats).toFixed(1)}" stroke="#e0e0e0"/>`;
        return `${line}\n${label(12, y(nats) + 4, nats.toFixed(3), '#404040')}`;
      }),
      ...steps.map((share) => label(x(share) - 10, height - 24, `${Math.round(share * 100)} %`, '#404040')),
    ],
  };
}

function label(x: number, y: number, text: string, colour: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${colour}">${safe}</text>`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
