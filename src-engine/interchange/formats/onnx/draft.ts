// A graph that is being put together: operators are added one after another and name what they read and give.

import type { Cell } from '../../../cells/cell.ts';
import type { ModelSettings } from '../../../protocol/settings.ts';
import type { Attribute, Node, Initializer } from './messages.ts';
import type { InitializerSource } from './tensors.ts';

export type GraphKind = 'step' | 'sequence';

export interface GraphDraft {
  readonly model: ModelSettings;
  readonly cell: Cell;
  readonly vocabulary: number;
  /** Logits of a step: the vocabulary, or the answers of labels. */
  readonly classes: number;
  readonly kind: GraphKind;
  readonly nodes: Node[];
  readonly tensors: Initializer<InitializerSource>[];
}

type Attributes = Readonly<Record<string, Attribute>>;

/** Attributes are written in the order of their names, so that a graph has one form. */
export function addNode(
  { nodes }: GraphDraft,
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Attributes = {},
): void {
  const name = `${operator}_${outputs.find((output) => output !== '') ?? ''}`;
  const sorted = Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1));
  nodes.push({ name, operator, inputs, outputs, attributes: Object.fromEntries(sorted) });
}

/** Adds a tensor once and gives its name. */
export function useTensor({ tensors }: GraphDraft, tensor: Initializer<InitializerSource>): string {
  if (!tensors.some(({ name }) => name === tensor.name)) tensors.push(tensor);
  return tensor.name;
}

/** The state of layer l is `h_l0`, …, each (1, N, H); of a single layer it is `h` itself. */
export function layerState({ model }: GraphDraft, state: string, layer: number): string {
  return model.layers === 1 ? state : `${state}_l${layer}`;
}
