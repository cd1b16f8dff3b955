// Between the thread that carries models out and in and its client.

import type {
  CheckpointId,
  EngineError,
  Exported,
  ExportFormat,
  ExportOptions,
  Proof,
  RunId,
} from '../protocol/index.ts';

export interface ExportJob {
  readonly libraryFile: string;
  readonly run: RunId;
  readonly checkpoint: CheckpointId;
  readonly format: ExportFormat;
  /** What to write; it is there whole or not at all. */
  readonly path: string;
  readonly options: ExportOptions;
}

export interface VerifyJob {
  readonly path: string;
}

export type Job = ({ readonly kind: 'export' } & ExportJob) | ({ readonly kind: 'verify' } & VerifyJob);

export type ToPorter =
  { readonly kind: 'start'; readonly id: number; readonly job: Job } | { readonly kind: 'cancel'; readonly id: number };

export type Outcome =
  { readonly kind: 'exported'; readonly exported: Exported } | { readonly kind: 'verified'; readonly proof: Proof };

export type FromPorter =
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly id: number; readonly error: EngineError };
