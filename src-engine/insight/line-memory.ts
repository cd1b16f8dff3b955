// How far back the answer of a model that tells labels apart still feels its line: the norm of ∂answer/∂h_{e−k} against
// k, where e is the line's last character, averaged over lines. The answer is the logit of the label that the model
// tells, so lines count alike, whether it is right or wrong; for two labels the gradient of the loss of one line is the
// same but for a factor, by which all of it grows or shrinks.
//
// Lines differ in length. At each distance only those count that reach so far, and what is left is told relative to
// what the very same lines have at k = 0; else short lines would bend the curve.

import { rowNorm } from './lens.ts';
import type { Lens } from './lens.ts';
import { toldLabel } from './told-label.ts';

/** How many lines are read at most, and how far they are looked back over. */
export const maxLines = 100;
const maxSteps = 200;
/** Lines that are read side by side: they fill a tile of the plain kernels. */
const lanes = 5;
/** The curve ends where fewer of the lines reach. */
const minReach = 0.1;

export interface LineMemorySize {
  /** The longest line; the steps of a chunk. */
  readonly steps: number;
  readonly lanes: number;
  /** K, the characters that are looked back over. */
  readonly reach: number;
}

/** @param lines at least one; each of at least one id */
export function sizeOfLineMemory(lines: readonly { readonly length: number }[]): LineMemorySize {
  const lengths = lines.map(({ length }) => length).sort((one, other) => other - one);
  const reaching = Math.ceil(minReach * lengths.length) - 1;
  return { steps: lengths[0], lanes, reach: Math.min(maxSteps, lengths[reaching]) };
}

/** Sums over lines; k = 0, 1, … characters before the last one. */
export interface LineMemorySums {
  /** (layers)(K): Σ ‖∂answer/∂h_{e−k}‖ over the lines that reach so far. */
  readonly layers: readonly Float64Array[];
  /** (layers)(K): over the same lines Σ ‖∂answer/∂h_e‖. */
  readonly firstOfLayers: readonly Float64Array[];
  /** (classes)(K): Σ ‖∂answer/∂x_{e−k}‖ over the lines whose x_{e−k} is of the class, and how many those are. */
  readonly classes: readonly { readonly sums: Float64Array; readonly counts: Uint32Array }[];
  /** (K): over all lines that reach so far Σ ‖∂answer/∂x_e‖, and how many those are. */
  readonly first: { readonly sums: Float64Array; readonly counts: Uint32Array };
  /** Lines. */
  readonly positions: number;
}

/**
 * Yields after every few lines.
 * @param lens of the size's steps and lanes
 * @param lines ids, each with the line end before it
 * @param classOf (V): the class of each symbol
 */
export function* measureLineMemory(
  lens: Lens,
  lines: readonly ArrayLike<number>[],
  { reach }: Pick<LineMemorySize, 'reach'>,
  classOf: ArrayLike<number>,
  classes: number,
): Generator<LineMemorySums> {
  const { layers } = lens.plan.shape;
  const zeros = (): Float64Array => new Float64Array(reach);
  const counted = () => ({ sums: zeros(), counts: new Uint32Array(reach) });
  const sums = {
    layers: Array.from({ length: layers }, zeros),
    firstOfLayers: Array.from({ length: layers }, zeros),
    classes: Array.from({ length: classes }, counted),
    first: counted(),
  };
  // Lines of about one length are read side by side.
  const sorted = [...lines].sort((one, other) => one.length - other.length);
  for (let from = 0; from < sorted.length; from += lens.chunk.lanes) {
    const batch = sorted.slice(from, from + lens.chunk.lanes);
    lens.readLines(batch);
    lens.traceAnswers(
      batch.map((_, lane) => toldLabel(lens.answerOf(lane)).output),
      (layer, dh) => addLayer(lens, batch, sums.layers[layer], sums.firstOfLayers[layer], dh),
    );
    addInputs(lens, batch, sums, classOf);
    yield { ...sums, positions: from + batch.length };
  }
}

/** dh (T+1, N, H): row T is that of the last step. */
function addLayer(
  lens: Lens,
  lines: readonly ArrayLike<number>[],
  sums: Float64Array,
  firsts: Float64Array,
  dh: number,
): void {
  const { paddedUnits } = lens.plan.shape;
  for (const [lane, { length }] of lines.entries()) {
    const normAt = (k: number): number =>
      rowNorm(lens.kernels, dh + ((length - k) * lens.chunk.lanes + lane) * paddedUnits, paddedUnits);
    const first = normAt(0);
    for (let k = 0; k < Math.min(length, sums.length); k++) {
      sums[k] += normAt(k);
      firsts[k] += first;
    }
  }
}

function addInputs(
  lens: Lens,
  lines: readonly ArrayLike<number>[],
  { classes, first }: Pick<LineMemorySums, 'classes' | 'first'>,
  classOf: ArrayLike<number>,
): void {
  const norms = lens.inputNorms();
  for (const [lane, line] of lines.entries()) {
    const normAt = (k: number): number => norms[(line.length - 1 - k) * lens.chunk.lanes + lane];
    for (let k = 0; k < Math.min(line.length, first.sums.length); k++) {
      const { sums, counts } = classes[classOf[line[line.length - 1 - k]]];
      sums[k] += normAt(k);
      counts[k] += 1;
      first.sums[k] += normAt(0);
      first.counts[k] += 1;
    }
  }
}

/** What is left at each distance, by layer and by class; NaN where no symbol of a class stood so far back. */
export function relativeToSameLines({ layers, firstOfLayers, classes, first }: LineMemorySums): {
  readonly layers: readonly Float64Array[];
  readonly classes: readonly Float64Array[];
} {
  return {
    layers: layers.map((sums, layer) => sums.map((sum, k) => sum / firstOfLayers[layer][k])),
    classes: classes.map(({ sums, counts }) =>
      sums.map((sum, k) => sum / counts[k] / (first.sums[k] / first.counts[k])),
    ),
  };
}
