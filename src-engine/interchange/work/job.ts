// A job of the thread that carries models out of the library and in: what is asked, what is told meanwhile, what comes
// of it.

import type {
  CheckpointChoice,
  CorpusId,
  Exported,
  ExportFormat,
  ExportOptions,
  ModelInspection,
  Proof,
  RunId,
} from '../../protocol/index.ts';
import type { ChosenModel, PortableModel } from '../types.ts';

export interface ModelExportJob {
  readonly libraryFile: string;
  readonly run: RunId;
  readonly checkpoint: CheckpointChoice;
  readonly format: ExportFormat;
  /** What to write; it is there whole or not at all. */
  readonly path: string;
  /** Somebody has agreed to lose what lies there. */
  readonly mayReplace: boolean;
  readonly options: ExportOptions;
}

export interface ModelImportJob extends ChosenModel {
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

export type ModelJob =
  | ({ readonly kind: 'export' } & ModelExportJob)
  | ({ readonly kind: 'verify' } & ChosenModel)
  | ({ readonly kind: 'inspect' } & ModelImportJob)
  | ({ readonly kind: 'import' } & ModelImportJob);

export interface ModelJobOptions {
  readonly signal: AbortSignal;
  /** To be called now and then by work that never rests: aborts the signal if that was asked for meanwhile. */
  readonly hear?: () => void;
  /** Told the share that is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

export interface ImportOptions extends ModelJobOptions {
  /** Told the text that is brought into the library, not shown yet: if the import fails, it has to go. */
  readonly onBegun: (corpus: CorpusId) => void;
}

export interface Outcomes {
  readonly export: Exported;
  readonly verify: Proof;
  readonly inspect: ModelInspection;
  readonly import: Loaded;
}

export type ModelOutcome = {
  [Kind in ModelJob['kind']]: { readonly kind: Kind; readonly result: Outcomes[Kind] };
}[ModelJob['kind']];
