// The conversation between the library and its thread.

import { CharloomError } from '../errors.ts';
import type { CheckpointId, EngineError } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { CheckpointState } from '../training/types.ts';
import type { Destination } from '../files/replacing.ts';
import type { ProcessMark } from '../files/processes.ts';
import type { CheckpointWriting } from './checkpoint-writing.ts';

export interface ThreadSetting {
  readonly file: string;
  readonly self: ProcessMark;
  readonly signals: Int32Array;
}

/** Word indices of `signals`. */
export const signal = {
  /** 1: the host wants to write; the thread lets it go first. */
  hostWrites: 0,
  /** 1: the thread is to end after its current transaction. */
  close: 1,
  /** 1: the thread has closed its connection. */
  closed: 2,
  length: 4,
} as const;

export type ToThread =
  /** The state's blocks come along, and go back with the answer. */
  | ({ readonly kind: 'write'; readonly id: number } & CheckpointWriting)
  /** Brings what others have written without waiting for the disk onto it. */
  | { readonly kind: 'flush'; readonly id: number }
  /** Takes away what nobody sees; `shrink` also gives the room back to the disk. */
  | { readonly kind: 'purge'; readonly id: number; readonly shrink: boolean }
  | { readonly kind: 'backup'; readonly id: number; readonly destination: Destination };

export type FromThread =
  | {
      readonly kind: 'written';
      readonly id: number;
      readonly checkpoint: CheckpointId;
      readonly state: CheckpointState;
    }
  | { readonly kind: 'done'; readonly id: number; readonly bytes: number }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly error: EngineError;
      readonly state: CheckpointState | null;
    };

/** The blocks' memory, which moves between the threads without being copied. */
export function buffersOf(state: CheckpointState): ArrayBuffer[] {
  const { parameters, optimizer, averaged, carried } = state;
  return [parameters, optimizer, carried, ...(averaged ? [averaged] : [])].map((block) => block.buffer);
}

/** What is refused, and what is at work, when the library is closed. */
export function beingClosed(): CharloomError {
  return new CharloomError('cancelled', sentence`The library is being closed.`);
}
