// The app's sign, a weave of three by three threads, drawn for the tray: there every platform wants pixels.

import { nativeImage } from 'electron';
import type { NativeImage } from 'electron';

/** In the 24 × 24 units of src-renderer/icon.svg. */
interface Stroke {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Blue, green, red: the order of the bitmap's bytes. */
  readonly colour: readonly [number, number, number];
}

const warp = [0x1f, 0x39, 0xb0] as const;
const weft = [0xa8, 0x5f, 0x2f] as const;
const outer = [
  [2, 4.4],
  [7.6, 16.4],
  [19.6, 22],
] as const;
const inner = [
  [2, 10.4],
  [13.6, 22],
] as const;

const strokes: readonly Stroke[] = [
  ...[6, 12, 18].flatMap((x) =>
    (x === 12 ? inner : outer).map(([top, bottom]) => ({ left: x - 0.85, right: x + 0.85, top, bottom, colour: warp })),
  ),
  ...[6, 12, 18].flatMap((y) =>
    (y === 12
      ? ([
          [2, 10],
          [14, 22],
        ] as const)
      : ([[2, 22]] as const)
    ).map(([left, right]) => ({
      left,
      right,
      top: y - 1.05,
      bottom: y + 1.05,
      colour: weft,
    })),
  ),
];

/** Samples a side of each pixel. */
const samples = 4;

/** 16 points wide, in one and in two pixels a point. */
export function trayIcon(): NativeImage {
  const image = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2]) {
    const size = 16 * scaleFactor;
    image.addRepresentation({ scaleFactor, width: size, height: size, buffer: draw(size) });
  }
  return image;
}

/** Rows of blue, green, red, alpha, the colours multiplied by alpha. */
function draw(size: number): Buffer {
  const pixels = Buffer.alloc(4 * size * size);
  const share = 1 / samples ** 2;
  for (let sample = 0; sample < (size * samples) ** 2; sample++) {
    const [column, row] = [sample % (size * samples), Math.floor(sample / (size * samples))];
    const [x, y] = [((column + 0.5) * 24) / (size * samples), ((row + 0.5) * 24) / (size * samples)];
    const stroke = strokes.find((one) => x >= one.left && x < one.right && y >= one.top && y < one.bottom);
    if (!stroke) continue;
    const offset = 4 * (Math.floor(row / samples) * size + Math.floor(column / samples));
    for (const [channel, value] of [...stroke.colour, 255].entries()) {
      pixels[offset + channel] = Math.min(255, (pixels[offset + channel] ?? 0) + Math.round(value * share));
    }
  }
  return pixels;
}
