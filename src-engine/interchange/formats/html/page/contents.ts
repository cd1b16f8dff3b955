// What lies in an exported page between its markup and its program, and in which order: the model's description as
// JSON, the golden logits, every parameter, and a seal over all of it. Each stands in a script element of a type that
// no browser runs. Written and read back by `html.ts`, used by the page itself.

import { layOutParameters } from '../../../../nn/parameters.ts';
import type { ParameterLayout } from '../../../../nn/parameters.ts';
import type { CorpusUnit, ModelSettings, WeightPrecision } from '../../../../protocol/index.ts';
import { shapeOfSize, sizeOfModel } from '../../../parts/model-size.ts';

export interface PageContents {
  /** Version of this order; a page of an unknown one is refused. */
  readonly charloom: number;
  readonly name: string;
  readonly model: ModelSettings;
  readonly unit: CorpusUnit;
  /** (V) */
  readonly symbols: readonly string[];
  /** That it tells apart; left out: it writes. */
  readonly labels?: readonly string[];
  /**
   * Of one that tells labels apart: symbols of a line that it reads, the line end before it among them; left out: all.
   */
  readonly sequence?: number;
  /** The id that is read where a prompt is empty. */
  readonly first: number;
  readonly step: number;
  /** Nats a character, or an answer; where it is known. */
  readonly validation: number | null;
  /** Name of the text that it was trained on, where it is known. */
  readonly text: string | null;
  readonly precision: WeightPrecision;
  /** (T): the prompt of the golden logits. */
  readonly golden: readonly number[];
}

/** How the elements begin and end in the file; `</` cannot stand in any of them. */
export const openings = {
  contents: '<script type="application/json" id="contents">',
  golden: '<script type="text/plain" id="golden">',
  parameter: '<script type="text/plain" class="parameter">',
  seal: '<script type="text/plain" id="seal">',
} as const;
export const closing = '</script>\n';

type SizedPage = Pick<PageContents, 'model' | 'symbols' | 'labels'>;

/** Every parameter has a block in the page but those that are another name of one. */
export function layoutOf({ model, symbols, labels = [] }: SizedPage): ParameterLayout {
  const layout = layOutParameters(shapeOfSize(sizeOfModel({ model, symbols, labels })));
  return { ...layout, parameters: layout.parameters.filter(({ alias }) => !alias) };
}
