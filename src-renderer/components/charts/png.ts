// A drawing painted into a PNG file, twice as fine as it is large.

import { say } from '../../text/say.ts';
import type { Drawing, Shape } from './shapes.ts';

const fineness = 2;

/** @throws Error where the system cannot encode the picture */
export async function pngOf(drawing: Drawing): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  canvas.width = drawing.width * fineness;
  canvas.height = drawing.height * fineness;
  const context = canvas.getContext('2d');
  if (!context) throw new Error(say`This system cannot draw the picture. Save the chart as SVG.`);
  await document.fonts.ready;
  context.scale(fineness, fineness);
  paint(drawing, context);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error(say`This system cannot make a PNG of the picture. Save the chart as SVG.`);
  return new Uint8Array(await blob.arrayBuffer());
}

function paint(drawing: Drawing, context: CanvasRenderingContext2D): void {
  context.fillStyle = drawing.paper;
  context.fillRect(0, 0, drawing.width, drawing.height);
  context.lineJoin = 'round';
  for (const shape of drawing.shapes) {
    context.save();
    paintShape(shape, drawing, context);
    context.restore();
  }
}

function paintShape(shape: Shape, { plot, paper, fontFamily }: Drawing, context: CanvasRenderingContext2D): void {
  switch (shape.kind) {
    case 'line':
      if (shape.clipped) {
        context.beginPath();
        context.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
        context.clip();
      }
      context.globalAlpha = shape.opacity ?? 1;
      context.strokeStyle = shape.colour;
      context.lineWidth = shape.width;
      if (shape.dashed) context.setLineDash([5, 5]);
      context.beginPath();
      for (let i = 0; i + 1 < shape.points.length; i += 2)
        context.lineTo(shape.points[i] as number, shape.points[i + 1] as number);
      context.stroke();
      return;
    case 'dot':
      context.beginPath();
      context.arc(shape.x, shape.y, shape.radius, 0, 2 * Math.PI);
      context.fillStyle = shape.fill;
      context.fill();
      context.strokeStyle = shape.colour;
      context.lineWidth = 1.5;
      context.stroke();
      return;
    case 'words':
      context.font = `${shape.weight} ${shape.size}px ${fontFamily}`;
      context.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor;
      context.textBaseline = 'middle';
      if (shape.haloed) {
        context.strokeStyle = paper;
        context.lineWidth = 4;
        context.strokeText(shape.text, shape.x, shape.y);
      }
      context.fillStyle = shape.colour;
      context.fillText(shape.text, shape.x, shape.y);
      return;
  }
}
