// How a text becomes batches: cut into N equal contiguous lanes that are read side by side, T characters a chunk, the
// state carried from chunk to chunk. Every epoch begins at another offset, drawn from the seed, so that chunk borders
// wander. Pure functions of a small cursor: any thread computes its own share, and a checkpoint keeps two numbers.

import { createRandom } from '../random/xoshiro.ts';
import type { Ids } from '../corpus/symbols.ts';

export interface Cursor {
  readonly epoch: number;
  /** Next character of each lane, counted from the lane's start. */
  readonly cursor: number;
}

export interface LaneSizes {
  /** N, T. */
  readonly lanes: number;
  readonly steps: number;
  /** Characters of one lane, the last of which is only predicted. */
  readonly length: number;
}

/** Null when the text is too short for even one chunk. */
export function cutLanes(characters: number, lanes: number, steps: number): LaneSizes | null {
  const length = Math.floor((characters - 1) / lanes);
  return length >= steps ? { lanes, steps, length } : null;
}

/** The fewest characters that `cutLanes` accepts. */
export function minCharacters(lanes: number, steps: number): number {
  return lanes * steps + 1;
}

/** Where an epoch begins: below T, and such that one chunk fits. */
export function epochStart(sizes: LaneSizes, epoch: number, seed: number): number {
  const room = Math.min(sizes.steps - 1, sizes.length - sizes.steps);
  if (epoch === 0 || room <= 0) return 0;
  return createRandom(seed * 4096 + epoch).bits() % (room + 1);
}

/** The cursor after one chunk. A new epoch means a cleared state. */
export function advance(sizes: LaneSizes, at: Cursor, seed: number): Cursor {
  const next = at.cursor + sizes.steps;
  if (next + sizes.steps <= sizes.length) return { epoch: at.epoch, cursor: next };
  return { epoch: at.epoch + 1, cursor: epochStart(sizes, at.epoch + 1, seed) };
}

/**
 * Chunks with as many characters as the lanes have. One pass reads fewer: it leaves out what lies before its offset and
 * behind its last whole chunk.
 */
export function chunksPerEpoch(sizes: LaneSizes): number {
  return sizes.length / sizes.steps;
}

/**
 * Writes inputs and targets (T, count) of lanes `first`… at a position into `into`, time-major. Reads up to `steps`
 * steps; what is missing behind the text's end is filled with zeros.
 */
export function fillChunk(
  ids: Ids,
  start: number,
  laneLength: number,
  position: number,
  chunk: { readonly steps: number; readonly first: number; readonly count: number; readonly valid: number },
  into: { readonly integers: Uint32Array; readonly inputs: number; readonly targets: number },
): void {
  for (let t = 0; t < chunk.steps; t++) {
    for (let n = 0; n < chunk.count; n++) {
      const at = start + (chunk.first + n) * laneLength + position + t;
      const index = t * chunk.count + n;
      into.integers[into.inputs + index] = t < chunk.valid ? ids[at] : 0;
      into.integers[into.targets + index] = t < chunk.valid ? ids[at + 1] : 0;
    }
  }
}
