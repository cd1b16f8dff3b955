// The proof that a file holds the model that it was written from: what both say to the same fixed prompt. Computed with
// the plain kernels, whose rounding is the same on every processor.

import { CharloomError } from '../../errors.ts';
import type { CompiledKernels } from '../../kernels/wasm.ts';
import type { ExportFormat, Proof, WeightPrecision } from '../../protocol/index.ts';
import { exactly, sentence } from '../../protocol/text/sentences.ts';
import { createRandom } from '../../random/xoshiro.ts';
import { followLine } from '../../sampling/answers.ts';
import { openSession } from '../../sampling/session.ts';
import type { TrainedModel } from '../../sampling/types.ts';
import { shapeOfSize, sizeOfModel } from '../parts/model-size.ts';
import type { ModelSize } from '../parts/model-size.ts';
import type { Golden, IncomingModel, PortableModel } from '../types.ts';

/** Long enough for a mistake in the carried state to grow large. */
const promptLength = 24;
const promptSeed = 0x600d;

/** A golden prompt from outside is no longer than this. */
export const maxGoldenPrompt = 256;

/** Of the logits: float32 is exact but for the order of sums, the others are rounded by their nature. */
const allowedDifference: Readonly<Record<WeightPrecision, number>> = { float32: 1e-5, float16: 0.05, int8: 1 };

/** The fixed prompt of a vocabulary: ids of it, the same every time. */
export function goldenPrompt(vocabulary: number): readonly number[] {
  const random = createRandom(promptSeed);
  return Array.from({ length: promptLength }, () => random.bits() % vocabulary);
}

export function goldenOf(compiled: CompiledKernels, model: PortableModel): Golden {
  const ids = goldenPrompt(model.symbols.length);
  return { ids, logits: logitsOf(compiled, trainedOf(model), ids) };
}

/** What the kernels compute with. */
export function trainedOf({ model, symbols, labels, weights }: PortableModel): TrainedModel {
  return { model, vocabulary: symbols.length, labels: labels.length, parameters: weights };
}

/** @throws CharloomError 'model-invalid' where the file has no golden logits, or the model says no numbers */
export function proofOf(compiled: CompiledKernels, format: ExportFormat | 'foreign', incoming: IncomingModel): Proof {
  const { model, golden, precision } = incoming;
  if (golden === null || format === 'foreign') {
    throw new CharloomError(
      'model-invalid',
      sentence`It carries no golden logits to compare with, so nothing can be proved.`,
    );
  }
  checkGolden(golden, sizeOfModel(model));
  const logits = logitsOf(compiled, trainedOf(model), golden.ids);
  let difference = 0;
  for (let index = 0; index < logits.length; index++) {
    difference = Math.max(difference, Math.abs(logits[index] - golden.logits[index]));
  }
  // Math.max keeps what is not a number.
  if (!Number.isFinite(difference)) {
    throw new CharloomError(
      'model-invalid',
      sentence`The model answers with something that is no number. Get it again.`,
    );
  }
  const allowed = incoming.allowed ?? allowedDifference[precision];
  return { format, symbols: golden.ids.length, difference, allowed };
}

export function isProved({ difference, allowed }: Proof): boolean {
  return difference <= allowed;
}

/** @throws CharloomError 'model-invalid' unless the difference is allowed */
export function requireProof(proof: Proof): void {
  if (isProved(proof)) return;
  throw new CharloomError(
    'model-invalid',
    sentence`It does not answer as the model that was exported: its logits are off by ${exactly(Number(proof.difference.toPrecision(2)))}, and ${exactly(proof.allowed)} is allowed. Export it again.`,
  );
}

/** @throws CharloomError 'model-invalid' where a golden from outside is none for a model of that size */
export function checkGolden({ ids, logits }: Golden, size: ModelSize): void {
  const isSound =
    ids.length > 0 &&
    ids.length <= maxGoldenPrompt &&
    ids.every((id) => Number.isInteger(id) && id >= 0 && id < size.vocabulary) &&
    logits.length === ids.length * shapeOfSize(size).classes &&
    logits.every(Number.isFinite);
  if (isSound) return;
  throw new CharloomError(
    'model-invalid',
    sentence`Its golden logits do not belong to its vocabulary. Export it again.`,
  );
}

/** (T, V) or (T, answers): the logits after each of the ids, from zero states. */
function logitsOf(compiled: CompiledKernels, trained: TrainedModel, ids: readonly number[]): Float32Array {
  return followLine(openSession(compiled, trained, { streams: 1, steps: 1 }), ids);
}
