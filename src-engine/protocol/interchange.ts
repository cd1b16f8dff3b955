// Models that leave and enter the library: what they are written as, what comes back, and the proof that they are the
// same.

import type { CorpusUnit, ExportFormat, WeightPrecision } from './choices.ts';
import type { ModelSettings } from './settings.ts';
import type { Sentence } from './text/sentences.ts';

export interface ExportOptions {
  readonly precision: WeightPrecision;
  /** Whether the moments, the carried state and the history come along (charloom). */
  readonly continues: boolean;
  /** Whether the text comes along (charloom); the pytorch-job always takes it. */
  readonly text: boolean;
}

/** What was found when the written files were read again and asked the same as the model. */
export interface Proof {
  readonly format: ExportFormat;
  /** Symbols of the fixed prompt. */
  readonly symbols: number;
  /** Largest difference of any logit after any of them. */
  readonly difference: number;
  /** What the difference may be for this format and precision. */
  readonly allowed: number;
}

export interface Exported {
  readonly files: number;
  readonly bytes: number;
  readonly proof: Proof;
  /**
   * What the stored precision costs on the held-out part, nats a character; null where nothing was rounded or measured.
   */
  readonly loss: { readonly exact: number; readonly stored: number } | null;
}

/** A tensor in a file that was not written by Charloom. */
export interface ForeignTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Which tensor of the file is which parameter: PyTorch's names as Charloom exports them → names in the file. */
export type TensorMapping = Readonly<Record<string, string>>;

/** Why somebody else's model cannot be imported as it is, and what the user's answer may be about. */
export interface MappingProblem {
  readonly sentence: Sentence;
  /** A parameter that has to be named; null where that is not the trouble. */
  readonly missing: string | null;
  /**
   * Tensors that have no place and may take part in what the model computes: each is to be named as a parameter, or
   * left out.
   */
  readonly unexplained: readonly string[];
}

/** What a file or folder holds, before anything of it is kept. */
export interface ModelInspection {
  readonly format: ExportFormat | 'foreign';
  readonly name: string;
  /** Null where it cannot be told before the tensors are named. */
  readonly model: ModelSettings | null;
  readonly unit: CorpusUnit;
  /** Null where no vocabulary came along. */
  readonly vocabulary: number | null;
  /** Asks for the vocabulary where none came along; else null. */
  readonly vocabularyWanted: Sentence | null;
  /** Steps that it has been trained for; null where the file does not say. */
  readonly step: number | null;
  /** Training goes on exactly as if it had never left. */
  readonly continues: boolean;
  /** Its text is in the file, or in the library already. */
  readonly hasText: boolean;
  readonly validation: number | null;
  /** Null where the file has no golden logits. */
  readonly proof: Proof | null;
  /** Of a foreign file: what there is, and the likely meaning of it. */
  readonly tensors: readonly ForeignTensor[];
  readonly mapping: TensorMapping;
  /** Null where nothing stands against it but perhaps a vocabulary that is missing. */
  readonly problem: MappingProblem | null;
  /** What the user should know. */
  readonly notes: readonly Sentence[];
}
