// A checkpoint's blocks on their way into the library and out again: float32 blocks become parts of a megabyte,
// and one hash, over the small fields and over the hash of every block, proves the whole.

import { createHash } from 'node:crypto';
import type { CheckpointState } from '../training/types.ts';

/** So much is written, or deleted, in one transaction: whoever else wants to write waits a few milliseconds at most. */
export const partBytes = 2 ** 20;

export const blockNames = ['parameters', 'optimizer', 'averaged', 'carried'] as const;
export type BlockName = (typeof blockNames)[number];

export interface BlockRecord {
  readonly name: BlockName;
  /** Numbers in the block. */
  readonly length: number;
  readonly sha256: string;
}

type Block = Float32Array<ArrayBuffer>;

/** The blocks that the state has, in their fixed order. */
export function blocksOf(
  state: CheckpointState,
): readonly { readonly record: BlockRecord; readonly bytes: Uint8Array }[] {
  return blockNames.flatMap((name) => {
    const block = state[name];
    if (block === null) return [];
    const bytes = new Uint8Array(block.buffer, block.byteOffset, block.byteLength);
    return [{ record: { name, length: block.length, sha256: sha256Of(bytes) }, bytes }];
  });
}

export function partsOf(bytes: Uint8Array): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += partBytes) parts.push(bytes.subarray(start, start + partBytes));
  return parts;
}

/** Puts parts together again; null if they are not what the record says. */
export function joinParts(record: BlockRecord, parts: Iterable<Uint8Array>): Block | null {
  const bytes = new Uint8Array(record.length * 4);
  let offset = 0;
  for (const part of parts) {
    if (offset + part.length > bytes.length) return null;
    bytes.set(part, offset);
    offset += part.length;
  }
  if (offset !== bytes.length || sha256Of(bytes) !== record.sha256) return null;
  return new Float32Array(bytes.buffer);
}

/** The fields as they stand in the library's row: JSON texts are hashed as stored. */
export function checkpointHash(row: {
  run: number;
  step: number;
  validation: number | null;
  progress: string;
  blocks: string;
}): string {
  const fields = JSON.stringify([row.run, row.step, row.validation, row.progress, row.blocks]);
  return createHash('sha256').update(fields).digest('hex');
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
