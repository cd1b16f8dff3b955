// The sizes of a model, real and padded, derived once from the settings.

import type { CellKind } from '../protocol/choices.ts';
import type { ModelSettings } from '../protocol/settings.ts';
import type { Cell } from './cell.ts';
import { cifg } from './cifg.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import { vanillaRnn } from './rnn.ts';

const cells: Readonly<Record<CellKind, (settings: ModelSettings) => Cell>> = {
  lstm: () => lstm,
  cifg: () => cifg,
  gru: () => gru,
  rnn: ({ nonlinearity }) => vanillaRnn(nonlinearity),
};

/** What the top layer's outputs are turned into. */
export type HeadKind =
  /** Every step predicts one of V classes: softmax and cross-entropy. */
  | 'softmax'
  /** The last step predicts yes or no: sigmoid and binary cross-entropy (many-to-one). */
  | 'sigmoid';

export interface ModelShape {
  readonly cell: Cell;
  /** Widths are padded to multiples of this. */
  readonly panelWidth: number;
  readonly layers: number;
  /** H, and H padded to whole panels. */
  readonly units: number;
  readonly paddedUnits: number;
  /** V: symbols that come in. */
  readonly vocabulary: number;
  /** Width of the embedding, 0 where there is none. */
  readonly embedding: number;
  readonly paddedEmbedding: number;
  readonly tied: boolean;
  readonly layerNorm: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly head: HeadKind;
  /** Outputs of the head: V, or 1 for the sigmoid. */
  readonly classes: number;
  readonly paddedClasses: number;
}

export function shapeOf(
  settings: ModelSettings,
  vocabulary: number,
  panelWidth: number,
  head: HeadKind = 'softmax',
): ModelShape {
  const classes = head === 'softmax' ? vocabulary : 1;
  return {
    cell: cellOf(settings),
    panelWidth,
    layers: settings.layers,
    units: settings.hidden,
    paddedUnits: pad(settings.hidden, panelWidth),
    vocabulary,
    embedding: settings.embedding,
    paddedEmbedding: pad(settings.embedding, panelWidth),
    tied: settings.tieWeights && head === 'softmax',
    layerNorm: settings.layerNorm,
    dropout: settings.dropout,
    recurrentDropout: settings.recurrentDropout,
    head,
    classes,
    paddedClasses: pad(classes, panelWidth),
  };
}

/** Padded width of layer `index`'s input; 0 where it reads ids. */
export function inputWidth(shape: ModelShape, index: number): number {
  return index === 0 ? shape.paddedEmbedding : shape.paddedUnits;
}

export function cellOf(settings: ModelSettings): Cell {
  return cells[settings.cell](settings);
}

export function pad(size: number, panelWidth: number): number {
  return Math.ceil(size / panelWidth) * panelWidth;
}
