// Between the sampling worker and its client.

import type { SamplingSettings } from '../protocol/settings.ts';
import type { Ids } from '../training/types.ts';
import type { TrainedModel } from './types.ts';

export type ToSampler =
  | {
      readonly kind: 'generate';
      readonly id: number;
      readonly trained: TrainedModel;
      readonly context: readonly number[];
      readonly sampling: SamplingSettings;
    }
  | { readonly kind: 'score'; readonly id: number; readonly trained: TrainedModel; readonly ids: Ids }
  | { readonly kind: 'stop'; readonly id: number };

export type FromSampler =
  | { readonly kind: 'ids'; readonly id: number; readonly ids: Uint32Array }
  | { readonly kind: 'generated'; readonly id: number; readonly characters: number; readonly seconds: number }
  | { readonly kind: 'scored'; readonly id: number; readonly characters: number; readonly nats: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
