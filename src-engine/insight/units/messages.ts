// Between the thread that looks at units and its client.

import type { TextRule, UnitFactors, UnitSearch } from '../../protocol/index.ts';
import type { TrainedModel } from '../../sampling/types.ts';
import type { Ids } from '../../corpus/symbols.ts';
import type { Match } from './passages.ts';

/** A model and the text that it reads. */
export interface ReadJob {
  /** Names the two together. */
  readonly key: string;
  readonly trained: TrainedModel;
  readonly ids: Ids;
  /** Of a model that tells labels apart, which reads line by line: as for `readPieces`. */
  readonly lineEnd: number | null;
  /** (V) */
  readonly symbols: readonly string[];
}

/** What is asked about the states along the text. */
export type UnitsQuestion =
  | { readonly kind: 'open' }
  /** The values of one unit. */
  | { readonly kind: 'row'; readonly unit: number }
  | { readonly kind: 'search'; readonly rule: TextRule | LineEndRule }
  | { readonly kind: 'factors'; readonly count: number }
  /** Stretches that are like the one from symbol `from` to before `to`: of a longer text, or of the text itself. */
  | {
      readonly kind: 'similar';
      readonly from: number;
      readonly to: number;
      readonly max: number;
      readonly text: { readonly key: string; readonly ids: Ids } | null;
    };

/** What holds at the ends of lines, and nowhere else. */
export interface LineEndRule {
  readonly kind: 'line-ends';
  /** (L): the last symbol of each line. */
  readonly ends: Uint32Array;
  /** (L): 1 where it holds. */
  readonly holds: Uint8Array;
}

export type UnitsQuestionKind = UnitsQuestion['kind'];

export interface UnitsAnswers {
  readonly open: {
    readonly layers: number;
    readonly parts: readonly string[];
    /** H. */
    readonly units: number;
    /** (M, labels): the probability of each label after each symbol; null where the model writes. */
    readonly probabilities: Float32Array | null;
  };
  readonly row: Uint8Array;
  readonly search: UnitSearch;
  readonly factors: UnitFactors;
  readonly similar: SimilarAnswer;
}

export interface SimilarAnswer {
  readonly matches: readonly Match[];
  /** Symbols of the stretch that was looked for. */
  readonly length: number;
  /** Units in its pattern. */
  readonly pattern: number;
  readonly ordinary: number;
  readonly searched: number;
}

export type ToUnits =
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly job: ReadJob;
      readonly question: UnitsQuestion;
    }
  | { readonly kind: 'stop'; readonly id: number };

export type FromUnits =
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: UnitsAnswers[UnitsQuestionKind] }
  | { readonly kind: 'stopped'; readonly id: number };
