// A chart as a picture of its own: a list of lines, dots and words that is written as SVG or painted into a PNG.

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Line {
  readonly kind: 'line';
  /** x and y in turn. */
  readonly points: readonly number[];
  readonly colour: string;
  readonly width: number;
  readonly opacity?: number;
  readonly dashed?: boolean;
  /** What lies outside the plot is not seen. */
  readonly clipped?: boolean;
}

export interface Dot {
  readonly kind: 'dot';
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: string;
  readonly fill: string;
}

export interface Words {
  readonly kind: 'words';
  readonly x: number;
  /** Of the middle of the line. */
  readonly y: number;
  readonly text: string;
  readonly colour: string;
  readonly size: number;
  readonly weight: number;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Keeps lines behind the words apart from them. */
  readonly haloed?: boolean;
}

export type Shape = Line | Dot | Words;

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly paper: string;
  readonly fontFamily: string;
  readonly plot: Box;
  readonly title: string;
  /** What the picture says, for those who cannot see it. */
  readonly summary: string;
  readonly shapes: readonly Shape[];
}

export const pictureSize = { width: 1200, height: 700 } as const;

/** Where the plot of a picture of that size usually lies. */
export const plotBox: Box = { left: 76, top: 118, right: pictureSize.width - 116, bottom: pictureSize.height - 64 };

export function words(given: Pick<Words, 'x' | 'y' | 'text' | 'colour'> & Partial<Words>): Words {
  return { kind: 'words', size: 13, weight: 450, anchor: 'start', ...given };
}
