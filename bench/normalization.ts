// What layer normalisation costs: one thread's training steps with and without it, update included, in turns; of each
// the median. The ratio is that of neighbours.

import { instantiateKernels } from '../src-engine/kernels/instantiate.ts';
import { trainingKernels } from '../src-engine/kernels/choice.ts';
import { createMemory, firstOffset, panelWidth } from '../src-engine/kernels/wasm.ts';
import { derive } from '../src-engine/nn/derived.ts';
import { initialize } from '../src-engine/nn/initialize.ts';
import { Model } from '../src-engine/nn/model.ts';
import { updateRange } from '../src-engine/optimizers/optimizer.ts';
import { createRandom } from '../src-engine/random/xoshiro.ts';
import { planRun } from '../src-engine/training/plan.ts';
import { count, percent } from './report.ts';
import type { Report } from './report.ts';
import { batchSize, median, modelOf, nameOf, sequenceLength, trainingOf, vocabularySize } from './sizes.ts';
import type { Size } from './sizes.ts';

const measured: readonly Size[] = [
  { cell: 'gru', layers: 1, hidden: 256 },
  { cell: 'cifg', layers: 1, hidden: 384 },
  { cell: 'lstm', layers: 1, hidden: 384 },
  { cell: 'lstm', layers: 2, hidden: 256 },
];
const stepsPerRound = 40;

export function benchNormalization(report: Report, rounds: number): void {
  report.heading('Layer normalisation: training steps with and without it in turns, one thread');
  report.columns(['model', 'without, chars/s', 'with, chars/s', 'costs', 'of a step']);
  for (const size of measured) {
    const [without, normalized] = [false, true].map((layerNorm) => openSteps(size, layerNorm));
    const [plain, slower]: number[][] = [[], []];
    const ratios: number[] = [];
    for (let step = 0; step < rounds * stepsPerRound; step++) {
      plain.push(timeOf(without));
      slower.push(timeOf(normalized));
      ratios.push(slower[step] / plain[step]);
    }
    const ratio = median(ratios);
    const [before, after] = [plain, slower].map((times) => (batchSize * sequenceLength) / (median(times) / 1e6));
    report.row({ kind: 'normalization', ...size, without: before, with: after, ratio }, [
      nameOf(size),
      count(before),
      count(after),
      percent(ratio - 1),
      percent(1 - 1 / ratio),
    ]);
  }
}

/** Microseconds of this thread's own: what else the machine does takes none of them. */
function timeOf(call: () => void): number {
  const began = process.threadCpuUsage();
  call();
  const { user, system } = process.threadCpuUsage(began);
  return user + system;
}

/** A whole step of training, over and over on the same characters. */
function openSteps(size: Size, layerNorm: boolean): () => void {
  const training = trainingOf(1);
  const sizes = { model: { ...modelOf(size), layerNorm }, training, vocabulary: vocabularySize };
  const { shape, layout, parameters, moments, derived, shards, size: floats } = planRun(sizes, panelWidth, firstOffset);
  const [{ model: plan, gradients }] = shards;
  const kernels = instantiateKernels(trainingKernels().compiled, createMemory(floats));
  const random = createRandom(1);
  initialize(kernels.floats, parameters, shape, layout, random);
  for (let j = 0; j < batchSize * sequenceLength; j++) {
    kernels.integers[plan.inputs + j] = random.bits() % vocabularySize;
    kernels.integers[plan.head.targets + j] = random.bits() % vocabularySize;
  }
  const model = new Model(kernels, shape, plan);
  const offsets = { parameters, gradients, moments, blockSize: layout.size };
  let update = 0;
  return () => {
    derive(kernels, shape, layout, parameters, derived, 0, 1);
    kernels.fill(gradients, 0, layout.size);
    model.forward(null);
    model.loss(1 / (batchSize * sequenceLength));
    model.backward(null);
    model.carryState();
    updateRange(kernels, training, offsets, 0, layout.size, update++, training.learningRate);
  };
}
