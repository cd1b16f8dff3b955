// Between the thread that carries models out and in and its client.

import type {
  CheckpointId,
  CorpusId,
  EngineError,
  Exported,
  ExportFormat,
  ExportOptions,
  ModelInspection,
  Proof,
  RunId,
  TensorMapping,
} from '../../protocol/index.ts';
import type { PortableModel } from '../types.ts';

export interface ExportJob {
  readonly libraryFile: string;
  readonly run: RunId;
  readonly checkpoint: CheckpointId;
  readonly format: ExportFormat;
  /** What to write; it is there whole or not at all. */
  readonly path: string;
  /** Somebody has agreed to lose what lies there. */
  readonly mayReplace: boolean;
  readonly options: ExportOptions;
}

/** Files to be read, and what the user has said about them. */
export interface ReadingJob {
  readonly path: string;
  readonly mapping?: TensorMapping;
  /** Tensors that take no part in what the model computes, as the user says. */
  readonly ignored?: readonly string[];
  /** A file with the symbols, where the model's own has none. */
  readonly vocabularyPath?: string;
}

export interface ImportJob extends ReadingJob {
  readonly libraryFile: string;
}

/** A model that was read; its text is in the library, if anywhere. */
export interface Loaded {
  readonly format: ExportFormat | 'foreign';
  /** Without the ids of its text. */
  readonly model: PortableModel;
  /** Null where the text is not here. */
  readonly corpus: CorpusId | null;
  /** How many it has. */
  readonly parameters: number;
}

export type Job =
  | ({ readonly kind: 'export' } & ExportJob)
  | ({ readonly kind: 'verify' } & ReadingJob)
  | ({ readonly kind: 'inspect' } & ImportJob)
  | ({ readonly kind: 'import' } & ImportJob);

export type ToPorter =
  | {
      readonly kind: 'start';
      readonly id: number;
      readonly job: Job;
      /** (1): 1 once it is cancelled. */ readonly flag: Int32Array;
    }
  | { readonly kind: 'cancel'; readonly id: number };

export interface Outcomes {
  readonly export: Exported;
  readonly verify: Proof;
  readonly inspect: ModelInspection;
  readonly import: Loaded;
}

export type Outcome = { [Kind in Job['kind']]: { readonly kind: Kind; readonly result: Outcomes[Kind] } }[Job['kind']];

export type FromPorter =
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  /** A text that is not shown yet is in the library now: if the import fails, it has to go. */
  | { readonly kind: 'begun'; readonly id: number; readonly corpus: CorpusId }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly id: number; readonly error: EngineError };
