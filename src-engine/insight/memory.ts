// How far back a trained model remembers: the norm of ∂loss_t/∂h_{t−k} against k, averaged over many positions t of a
// text.

import type { Ids } from '../corpus/symbols.ts';
import type { Lens } from './lens.ts';
import { rowNorm } from './lens.ts';

/** Sums over positions; k = 0, 1, … characters before the last one that was read. */
export interface MemorySums {
  /** (layers)(K): Σ ‖∂loss_t/∂h_{t−k}‖. */
  readonly layers: readonly Float64Array[];
  /** (classes)(K): Σ ‖∂loss_t/∂x_{t−k}‖ over the positions where x_{t−k} is of the class, and how many those are. */
  readonly classes: readonly { readonly sums: Float64Array; readonly counts: Uint32Array }[];
  /** Places t. */
  readonly positions: number;
}

export interface MemorySize {
  /** K, the characters that are looked back over; the steps of a chunk. */
  readonly steps: number;
  readonly lanes: number;
  /** Chunks of each lane that are looked back over, after the one that is only read. */
  readonly rounds: number;
  /** Steps from one of them to the next: where a text is short, they overlap. */
  readonly hop: number;
}

/** A good average within about a second for usual models; five lanes fill a tile of the plain kernels. */
const wanted = { steps: 200, lanes: 5, positions: 100 };
const minSteps = 32;

/** How a text of so many characters is measured; null: it is too short. */
export function sizeOfMemory(characters: number): MemorySize | null {
  const usable = characters - 1;
  const steps = Math.min(wanted.steps, Math.floor(usable / 2));
  if (steps < minSteps) return null;
  const lanes = Math.min(wanted.lanes, Math.floor(usable / (2 * steps)));
  const after = Math.floor(usable / lanes) - steps;
  const maxRounds = Math.ceil(wanted.positions / lanes);
  const hop = Math.min(steps, Math.max(1, Math.floor(after / maxRounds)));
  return { steps, lanes, rounds: Math.min(maxRounds, Math.floor(after / hop)), hop };
}

/** Characters that a measuring reads at least, and at most. */
export const minUsed = 2 * minSteps + 1;
export const maxUsed = wanted.steps * (wanted.positions + wanted.lanes) + 1;

/**
 * A lens's lanes read stretches of a text side by side; at each chunk's end it is walked back. Yields after every
 * chunk.
 * @param size of which the lens has steps and lanes
 * @param classOf (V): the class of each symbol
 */
export function* measureMemory(
  lens: Lens,
  ids: Ids,
  { rounds, hop }: Pick<MemorySize, 'rounds' | 'hop'>,
  classOf: ArrayLike<number>,
  classes: number,
): Generator<MemorySums> {
  const { steps, lanes } = lens.chunk;
  const { layers } = lens.plan.shape;
  const stretch = Math.floor((ids.length - 1) / lanes);
  const sums = {
    layers: Array.from({ length: layers }, () => new Float64Array(steps)),
    classes: Array.from({ length: classes }, () => ({ sums: new Float64Array(steps), counts: new Uint32Array(steps) })),
  };
  lens.clear();
  for (let round = 0; round <= rounds; round++) {
    const at = (step: number, lane: number): number => ids[lane * stretch + round * hop + step];
    lens.read(at);
    if (round > 0) {
      lens.traceLoss(
        (lane) => at(steps, lane),
        (layer, dh) => addLayer(lens, sums.layers[layer], dh),
      );
      const norms = lens.inputNorms();
      for (let t = 0; t < steps; t++) {
        for (let n = 0; n < lanes; n++) {
          const { sums: total, counts } = sums.classes[classOf[at(t, n)]];
          total[steps - 1 - t] += norms[t * lanes + n];
          counts[steps - 1 - t] += 1;
        }
      }
      yield { ...sums, positions: round * lanes };
    }
    lens.carry(hop);
  }
}

/** dh (T+1, N, H): row T is that of the last step. */
function addLayer(lens: Lens, sums: Float64Array, dh: number): void {
  const { steps, lanes } = lens.chunk;
  const { paddedUnits } = lens.plan.shape;
  for (let k = 0; k < steps; k++) {
    for (let n = 0; n < lanes; n++) {
      const row = (steps - k) * lanes + n;
      sums[k] += rowNorm(lens.kernels, dh + row * paddedUnits, paddedUnits);
    }
  }
}
