// Between the sampling worker and its client, and between it and its helper.

import type { Offset } from '../kernels/kernels.ts';
import type { CompiledKernels } from '../kernels/wasm.ts';
import type { SamplingSettings } from '../protocol/settings.ts';
import type { Ids } from '../corpus/symbols.ts';
import type { Context } from './context.ts';
import type { ForHeldModel } from './held-model.ts';
import type { AnswerLines, Blend, CompletedIds, CompletionJob, Drawn, TrainedModel } from './types.ts';

export type ToSampler =
  | ({
      readonly kind: 'generate';
      readonly id: number;
      readonly trained: TrainedModel | Blend;
      readonly symbols: readonly string[];
      readonly sampling: SamplingSettings;
      readonly texts: number;
    } & Context)
  | ({ readonly kind: 'answer' } & ForAnswers & AnswerLines)
  | ({ readonly kind: 'follow'; readonly line: Uint32Array } & ForAnswers)
  | { readonly kind: 'score'; readonly id: number; readonly trained: TrainedModel; readonly ids: Ids }
  | { readonly kind: 'score-each'; readonly id: number; readonly trained: TrainedModel; readonly ids: Ids }
  | ({ readonly kind: 'next-logits'; readonly id: number; readonly context: readonly number[] } & ForHeldModel)
  | ({ readonly kind: 'complete'; readonly id: number } & CompletionJob & ForHeldModel)
  /** The reader is not needed any more. */
  | { readonly kind: 'release' }
  | {
      readonly kind: 'weigh';
      readonly id: number;
      readonly trained: TrainedModel | Blend;
      readonly context: Context['context'];
      readonly text: readonly number[];
    }
  | { readonly kind: 'stop'; readonly id: number };

interface ForAnswers {
  readonly id: number;
  readonly trained: TrainedModel;
}

export type FromSampler =
  | ({ readonly kind: 'drawn'; readonly id: number; readonly text: number } & Drawn)
  | { readonly kind: 'weighed'; readonly id: number; readonly surprisals: Float32Array }
  | { readonly kind: 'logits'; readonly id: number; readonly logits: Float32Array }
  /** Null where it was stopped before the end. */
  | { readonly kind: 'completed'; readonly id: number; readonly completions: readonly CompletedIds[] | null }
  | { readonly kind: 'generated'; readonly id: number; readonly characters: number; readonly seconds: number }
  | { readonly kind: 'answered'; readonly id: number; readonly logits: Float32Array }
  | { readonly kind: 'scored'; readonly id: number; readonly characters: number; readonly nats: number }
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  /** Null where it was stopped before the end. */
  | { readonly kind: 'scored-each'; readonly id: number; readonly nats: Float32Array | null };

/** Calls the helper to a session's mailbox. */
export interface ToHelper {
  readonly compiled: CompiledKernels;
  readonly memory: WebAssembly.Memory;
  readonly mailbox: Offset;
}
