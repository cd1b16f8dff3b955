// A drawing as an SVG file: vectors only, no script, no reference to anything outside the file.

import type { Dot, Drawing, Line, Shape, Words } from './shapes.ts';

export function svgOf(drawing: Drawing): string {
  const { width, height, paper, plot, title, summary, fontFamily, shapes } = drawing;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" ` +
      `font-family="${escaped(fontFamily)}" font-variant-numeric="tabular-nums">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(summary)}</desc>`,
    `<clipPath id="plot"><rect x="${plot.left}" y="${plot.top}" width="${plot.right - plot.left}" height="${plot.bottom - plot.top}"/></clipPath>`,
    `<rect width="${width}" height="${height}" fill="${escaped(paper)}"/>`,
    ...shapes.map((shape) => element(shape, paper)),
    '</svg>',
    '',
  ].join('\n');
}

function element(shape: Shape, paper: string): string {
  switch (shape.kind) {
    case 'line':
      return line(shape);
    case 'dot':
      return dot(shape);
    case 'words':
      return text(shape, paper);
  }
}

function line({ points, colour, width, opacity, dashed, clipped }: Line): string {
  const more = [
    ...(opacity === undefined ? [] : [`stroke-opacity="${opacity}"`]),
    ...(dashed ? ['stroke-dasharray="5 5"'] : []),
    ...(clipped ? ['clip-path="url(#plot)"'] : []),
  ];
  const start = `<polyline fill="none" stroke-linejoin="round" stroke="${escaped(colour)}" stroke-width="${width}"`;
  return `${[start, ...more].join(' ')} points="${pairs(points)}"/>`;
}

function dot({ x, y, radius, colour, fill }: Dot): string {
  return `<circle cx="${short(x)}" cy="${short(y)}" r="${radius}" stroke="${escaped(colour)}" stroke-width="1.5" fill="${escaped(fill)}"/>`;
}

function text({ x, y, text: written, colour, size, weight, anchor, haloed }: Words, paper: string): string {
  const halo = haloed
    ? ` stroke="${escaped(paper)}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`
    : '';
  return (
    `<text x="${short(x)}" y="${short(y)}" dominant-baseline="central" text-anchor="${anchor}" font-size="${size}" ` +
    `font-weight="${weight}" fill="${escaped(colour)}"${halo}>${escaped(written)}</text>`
  );
}

function pairs(points: readonly number[]): string {
  const written: string[] = [];
  for (let i = 0; i + 1 < points.length; i += 2)
    written.push(`${short(points[i] as number)},${short(points[i + 1] as number)}`);
  return written.join(' ');
}

/** Hundredths are finer than any screen; far outside the picture it does not matter where. */
function short(value: number): string {
  return String(Math.round(Math.min(1e6, Math.max(-1e6, value)) * 100) / 100);
}

/** Text of any kind as XML 1.0 can hold it: what has no place there becomes U+FFFD. */
function escaped(value: string): string {
  return value
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
