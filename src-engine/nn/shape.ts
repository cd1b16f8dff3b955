// The sizes of a model, real and padded, derived once from the settings.

import { cellOf } from '../cells/index.ts';
import type { Cell } from '../cells/cell.ts';
import type { Segments } from '../kernels/kernels.ts';
import type { ModelSettings } from '../protocol/settings.ts';

/** What the top layer's outputs are turned into. */
export type Head =
  /** Every step predicts one of V classes: softmax and cross-entropy. */
  | { readonly kind: 'softmax' }
  /** The last step of a line answers yes or no, so many times: sigmoid and binary cross-entropy (many-to-one). */
  | { readonly kind: 'sigmoid'; readonly outputs: number };

export type HeadKind = Head['kind'];

const softmaxHead: Head = { kind: 'softmax' };

/** The head of a model that tells so many labels apart; of none: one that writes. */
export function headFor(labels: number): Head {
  return labels === 0 ? softmaxHead : { kind: 'sigmoid', outputs: outputsFor(labels) };
}

/** Two labels need one answer, the second label or not; more of them each an own: this label or one of the rest. */
export function outputsFor(labels: number): number {
  return labels === 2 ? 1 : labels;
}

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
  /** Outputs of the head: V, or the answers of the sigmoid. */
  readonly classes: number;
  readonly paddedClasses: number;
}

export function shapeOf(
  settings: ModelSettings,
  vocabulary: number,
  panelWidth: number,
  head: Head = softmaxHead,
): ModelShape {
  const classes = head.kind === 'softmax' ? vocabulary : head.outputs;
  return {
    cell: cellOf(settings),
    panelWidth,
    layers: settings.layers,
    units: settings.hidden,
    paddedUnits: pad(settings.hidden, panelWidth),
    vocabulary,
    embedding: settings.embedding,
    paddedEmbedding: pad(settings.embedding, panelWidth),
    tied: settings.tieWeights && head.kind === 'softmax',
    layerNorm: settings.layerNorm,
    dropout: settings.dropout,
    recurrentDropout: settings.recurrentDropout,
    head: head.kind,
    classes,
    paddedClasses: pad(classes, panelWidth),
  };
}

/** Padded width of layer `index`'s input; 0 where it reads ids. */
export function inputWidth(shape: ModelShape, index: number): number {
  return index === 0 ? shape.paddedEmbedding : shape.paddedUnits;
}

export function pad(size: number, panelWidth: number): number {
  return Math.ceil(size / panelWidth) * panelWidth;
}

/** What is normalised together: a row's gates, each of so many units in a padded segment. */
export function segmentsOf({ cell, units, paddedUnits }: ModelShape): Segments {
  return { parts: cell.gates.length, units, padded: paddedUnits };
}
