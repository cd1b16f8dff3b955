// How far back a model remembers, as the page and the command line see it.

import type { MemoryText, Operator, SymbolClass } from './choices.ts';
import type { RunId } from './ids.ts';
import type { ModelSettings } from './settings.ts';

/** A curve against k = 0, 1, …: characters before the last one that was read. */
export interface MemoryCurve {
  /** What an exponential that fits the curve takes to fall by half, in characters; null where it does not fall. */
  readonly halfLife: number | null;
  /** Relative to the layer's at k = 0, or to that of all symbols; NaN where there was no symbol of the class. */
  readonly norms: readonly number[];
}

export interface LayerMemory extends MemoryCurve {
  /** 1 is the lowest. */
  readonly layer: number;
}

export interface ClassMemory extends MemoryCurve {
  readonly symbols: SymbolClass;
  /** Share of the characters that were read. */
  readonly share: number;
}

export interface Memory {
  readonly step: number;
  readonly text: MemoryText;
  /**
   * What is traced back: the loss at each of many places t, or the answer of a model that tells labels apart, at the
   * last character t of each line.
   */
  readonly origin: 'loss' | 'answer';
  /** Places t over which the norms are averaged. */
  readonly positions: number;
  /** ‖∂origin_t/∂h_{t−k}‖, the lowest layer first. */
  readonly layers: readonly LayerMemory[];
  /** ‖∂origin_t/∂x_{t−k}‖ for the classes of symbols that the text has. */
  readonly classes: readonly ClassMemory[];
}

/** A model of another cell with as many parameters as a run's, to be trained beside it; or the run's own. */
export interface EqualModel {
  readonly model: ModelSettings;
  readonly parameters: number;
  /** Runs with this model whose training differs in nothing but the number of threads, the newest first. */
  readonly alike: readonly RunId[];
}

/** A step of a cell as it is computed, small operations in turn: what comes out, what is done, with what. */
export interface CellEquations {
  readonly gates: readonly string[];
  readonly equations: readonly (readonly [result: string, operator: Operator, ...operands: readonly string[]])[];
}

/** How much each character of a text matters to what comes after one of them. */
export interface Connection {
  readonly step: number;
  /** In UTF-16 units, of every symbol of the text as the model divides it. */
  readonly lengths: Uint16Array;
  /** The symbol after which somebody asks. */
  readonly at: number;
  /**
   * The symbol that comes next: the text's own, at its end the likeliest. Of a model that tells labels apart, the label
   * that it tells there.
   */
  readonly next: string;
  readonly probability: number;
  /**
   * ‖∂logit/∂x_k‖ of that symbol, or of the answer that decides the label, for k = 0 … at; NaN where the model does not
   * know the symbol, or looks no further back.
   */
  readonly norms: Float32Array;
  /** Symbols that the model has never seen, each once; they are not read. */
  readonly unseen: readonly string[];
}
