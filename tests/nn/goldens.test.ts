// The engine against PyTorch's float64 results (tests/goldens): outputs, states, loss, every gradient, and ten updates
// of each optimizer. The float32 builds agree within 1e-5 of each tensor's largest value, the float64 reference within
// 1e-9.

import { describe, expect, it } from 'vitest';
import { clipFactor, updateRange } from '../../src-engine/optimizers/optimizer.ts';
import type { TrainingSettings } from '../../src-engine/protocol/settings.ts';
import { goldenNames, loadGolden } from '../goldens/goldens.ts';
import type { Golden, GoldenState, GoldenTrace } from '../goldens/goldens.ts';
import { build, putLines, referenceKernels, wasmBuilds } from './build.ts';
import type { Built, KernelsFactory } from './build.ts';

const engines: Record<string, { factory: KernelsFactory; tolerance: number; afterTen: number }> = {
  reference: { factory: referenceKernels(), tolerance: 1e-9, afterTen: 1e-8 },
  ...Object.fromEntries(
    Object.entries(wasmBuilds).map(([name, factory]) => [name, { factory, tolerance: 1e-5, afterTen: 1e-4 }]),
  ),
};

function prepare(golden: Golden, factory: KernelsFactory): Built {
  const built = build(
    factory,
    golden.model,
    golden.V,
    { steps: golden.T, lanes: golden.N },
    golden.head === 'sigmoid' ? 2 : 0,
  );
  for (const [name, { values }] of Object.entries(golden.parameters)) built.set(name, values);
  const { kernels, model } = built;
  kernels.integers.set(golden.ids, model.plan.inputs);
  if (golden.head === 'softmax') kernels.integers.set(golden.targets, model.plan.head.targets);
  else {
    putLines(
      built,
      Array.from(golden.targets, (target) => ({ length: golden.T, targets: [target], weights: [1] })),
    );
  }
  built.refresh();
  return built;
}

function setState(built: Built, golden: Golden): void {
  const { plan, shape } = built.model;
  plan.layers.forEach(({ buffers }, layer) => {
    for (let n = 0; n < golden.N; n++) {
      for (let u = 0; u < golden.H; u++) {
        const from = (layer * golden.N + n) * golden.H + u;
        built.kernels.floats[buffers.h + n * shape.paddedUnits + u] = golden.state0.h.values[from];
        if (golden.state0.c) built.kernels.floats[buffers.c + n * shape.paddedUnits + u] = golden.state0.c.values[from];
      }
    }
  });
}

function lossFactor({ head, N, T }: Golden): number {
  return 1 / (head === 'softmax' ? N * T : N);
}

/** Rows of `width` real numbers that lie `stride` apart. */
function rows(built: Built, start: number, count: number, width: number, stride: number): number[] {
  const places = Array.from({ length: count * width }, (_, j) => start + Math.floor(j / width) * stride + (j % width));
  return places.map((place) => built.kernels.floats[place]);
}

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number, what: string): void {
  expect(got.length, what).toBe(wanted.length);
  const scale = Math.max(1e-6, ...Array.from(wanted, Math.abs));
  let worst = 0;
  for (let j = 0; j < got.length; j++) worst = Math.max(worst, Math.abs(got[j] - wanted[j]));
  expect(worst / scale, what).toBeLessThanOrEqual(tolerance);
}

function expectState(built: Built, golden: Golden, wanted: GoldenState, tolerance: number): void {
  const { plan, shape } = built.model;
  const padded = shape.paddedUnits;
  const size = golden.N * golden.H;
  plan.layers.forEach(({ buffers }, layer) => {
    const end = golden.T * golden.N * padded;
    const part = (values: ArrayLike<number>): number[] => Array.from(values).slice(layer * size, (layer + 1) * size);
    expectClose(rows(built, buffers.h + end, golden.N, golden.H, padded), part(wanted.h.values), tolerance, 'h');
    if (wanted.c) {
      expectClose(rows(built, buffers.c + end, golden.N, golden.H, padded), part(wanted.c.values), tolerance, 'c');
    }
  });
}

function expectStateGradients(built: Built, golden: Golden, tolerance: number): void {
  const { plan, shape } = built.model;
  const size = golden.N * golden.H;
  plan.layers.forEach(({ buffers }, layer) => {
    const part = (values: ArrayLike<number>): number[] => Array.from(values).slice(layer * size, (layer + 1) * size);
    const read = (start: number): number[] => rows(built, start, golden.N, golden.H, shape.paddedUnits);
    expectClose(read(buffers.dh), part(golden.gradState0.h.values), tolerance, 'dh0');
    if (golden.gradState0.c) expectClose(read(buffers.dc), part(golden.gradState0.c.values), tolerance, 'dc0');
  });
}

function trace(
  built: Built,
  golden: Golden,
  { clipping, ...rest }: GoldenTrace,
): { losses: number[]; norms: number[] } {
  const training = { ...rest, clipping } as unknown as TrainingSettings;
  const { kernels, model, layout, gradients, parameters } = built;
  const losses: number[] = [];
  const norms: number[] = [];
  for (let update = 0; update < rest.losses.length; update++) {
    kernels.fill(gradients, 0, layout.size);
    setState(built, golden);
    model.forward(null);
    losses.push(model.loss(lossFactor(golden)) * lossFactor(golden));
    model.backward(null);
    const norm = Math.sqrt(kernels.sumOfSquares(gradients, layout.size));
    norms.push(norm);
    if (clipping.kind === 'norm') kernels.scale(gradients, clipFactor(norm, clipping.limit), layout.size);
    if (clipping.kind === 'value') kernels.clamp(gradients, clipping.limit, layout.size);
    const places = { parameters, gradients, moments: built.spare[0], blockSize: built.spare[1] - built.spare[0] };
    updateRange(kernels, training, places, 0, layout.size, update, rest.learningRate);
    built.refresh();
  }
  return { losses, norms };
}

describe.each(Object.keys(engines))('%s', (engine) => {
  const { factory, tolerance, afterTen } = engines[engine];

  it.each(goldenNames())('computes what PyTorch computes: %s', (name) => {
    const golden = loadGolden(name);
    const built = prepare(golden, factory);
    const { kernels, model } = built;
    const { plan, shape } = model;
    setState(built, golden);
    model.forward(null);
    const top = plan.layers[plan.layers.length - 1];
    const hidden = rows(built, top.output, golden.T * golden.N, golden.H, shape.paddedUnits);
    expectClose(hidden, golden.hidden.values, tolerance, 'hidden');
    const logits = rows(built, plan.head.logits, plan.head.rows, shape.classes, shape.paddedClasses);
    expectClose(logits, golden.logits.values, tolerance, 'logits');
    expectState(built, golden, golden.stateT, tolerance);
    const factor = lossFactor(golden);
    expect(Math.abs(model.loss(factor) * factor - golden.loss) / golden.loss).toBeLessThanOrEqual(tolerance);
    kernels.fill(built.gradients, 0, built.layout.size);
    model.backward(null);
    for (const [parameter, { values }] of Object.entries(golden.gradients)) {
      expectClose(built.gradient(parameter), values, tolerance, parameter);
    }
    expectStateGradients(built, golden, tolerance);
  });

  it.each(goldenNames())('learns as PyTorch learns for ten updates: %s', (name) => {
    const golden = loadGolden(name);
    for (const wanted of golden.traces) {
      const built = prepare(golden, factory);
      const { losses, norms } = trace(built, golden, wanted);
      const what = `${wanted.optimizer}, clipping ${wanted.clipping.kind}`;
      expectClose(losses, wanted.losses, afterTen, what);
      expectClose(norms, wanted.gradientNorms, afterTen * 10, what);
      for (const [parameter, { first }] of Object.entries(wanted.finalParameters)) {
        expectClose(built.get(parameter).slice(0, first.length), first, afterTen * 10, `${what}: ${parameter}`);
      }
    }
  });
});
