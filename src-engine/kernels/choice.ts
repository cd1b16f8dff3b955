// Which build of the kernels trains in this process, and whether native ones read. The native and the wide one have to
// earn their place at every start: a compiler made the one, V8's experimental fusing the other, so each is used only
// where it gives the same bits as the usual one and is faster.

import { CharloomError } from '../errors.ts';
import type { KernelBuild, KernelWish } from '../protocol/choices.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { nativeKernels, withPlain } from './native.ts';
import { gigaflopsOf, gigaflopsOfStep, peakFloats, stepFloats } from './peak.ts';
import { firstDifference, selfTestFloats } from './self-test.ts';
import { instantiateKernels } from './instantiate.ts';
import { compileKernels, createMemory } from './wasm.ts';
import type { CompiledKernels, ReadingKernels, WasmKernels } from './wasm.ts';

export interface KernelChoice {
  readonly compiled: CompiledKernels;
  /** Why nothing faster is used; null where the fastest there is, is used. */
  readonly note: Sentence | null;
}

/** How much faster a build has to be: what is less is noise, or not worth V8's experiment. */
const worthwhile = { wide: 1.1, native: 1.02 };
const milliseconds = 3;
const rounds = 3;

/** How often each build rounds where it multiplies and adds. */
const roundings: Readonly<Record<KernelBuild, 1 | 2>> = { native: 1, wide: 1, relaxed: 1, plain: 2 };

/** Whether a run can change from one to the other without a changed bit. */
export function roundAlike(one: KernelBuild, other: KernelBuild): boolean {
  return roundings[one] === roundings[other];
}

let wish: KernelWish = 'auto';
let chosen: KernelChoice | null = null;

/**
 * For this process, before anything has been computed.
 * @throws CharloomError 'settings-invalid' where they cannot be used here
 */
export function wantKernels(wanted: KernelWish): void {
  wish = wanted;
  chosen = null;
  const { compiled, note } = trainingKernels();
  if (wanted === 'auto' || wanted === 'wasm' || compiled.build === wanted) return;
  throw new CharloomError(
    'settings-invalid',
    note === null ? sentence`Take --kernels auto.` : sentence`${note} Take --kernels auto.`,
  );
}

/** The kernels that train: chosen once a process, in a tenth of a second. */
export function trainingKernels(): KernelChoice {
  chosen ??= chooseKernels();
  return chosen;
}

let reading: ReadingKernels | null = null;

/**
 * The kernels that read: the bits of the plain build, whoever computes them. Chosen once a thread, in hundredths of a
 * second.
 */
export function readingKernels(): ReadingKernels {
  return (reading ??= chooseReading());
}

function chooseReading(): ReadingKernels {
  const plain = compileKernels('plain');
  if (nativeKernels().addon === null) return plain;
  const native: ReadingKernels = { ...plain, replace: withPlain };
  const [candidate, right] = [native, plain].map((kernels) =>
    instantiateKernels(kernels, createMemory(selfTestFloats)),
  );
  return firstDifference(candidate, right) === null ? native : plain;
}

/** 128 bits at a time. */
function baseline(): KernelChoice {
  const relaxed = compileKernels('relaxed');
  if (relaxed !== null) return { compiled: relaxed, note: null };
  const note = sentence`This JavaScript engine has no fused multiply-add, so training takes about twice as long.`;
  return { compiled: compileKernels('plain'), note };
}

function chooseKernels(): KernelChoice {
  const trusted = baseline();
  if (trusted.compiled.build === 'plain') return trusted;
  switch (wish) {
    case 'wasm':
      return trusted;
    case 'wide':
      return orWide(trusted, withMemory(trusted.compiled));
    case 'native':
    case 'auto': {
      const right = withMemory(trusted.compiled);
      return orNative(orWide(trusted, right), right);
    }
  }
}

/** @param right the usual kernels, whose bits are right */
function orWide(trusted: KernelChoice, right: WasmKernels): KernelChoice {
  const wide = compileKernels('wide');
  if (wide === null) return { ...trusted, note: sentence`This JavaScript engine does not take the 256-bit kernels.` };
  const note = objectionTo(withMemory(wide), right, right);
  return note === null ? { compiled: wide, note } : { ...trusted, note };
}

/** What is not native comes from the best of the others. */
function orNative(best: KernelChoice, right: WasmKernels): KernelChoice {
  const native = nativeKernels();
  const add = (reason: Sentence): KernelChoice => ({
    ...best,
    note: best.note === null ? reason : sentence`${reason} ${best.note}`,
  });
  if (native.addon === null) return native.isFault || wish === 'native' ? add(native.reason) : best;
  const compiled: CompiledKernels = { ...best.compiled, build: 'native' };
  const note = objectionTo(withMemory(compiled), right, withMemory(best.compiled));
  return note === null ? { compiled, note } : add(note);
}

/** A build's kernels over a memory of their own, large enough to be measured; null where it cannot run. */
export function kernelsAlone(build: KernelBuild): WasmKernels | null {
  const compiled = compileKernels(build);
  return compiled === null ? null : withMemory(compiled);
}

/** This machine's peak with the kernels that train: GFLOP/s of one thread, measured for so many milliseconds. */
export function measurePeak(length: number): number {
  return gigaflopsOf(withMemory(trainingKernels().compiled), length);
}

function withMemory(compiled: CompiledKernels): WasmKernels {
  return instantiateKernels(compiled, createMemory(Math.max(selfTestFloats, peakFloats, stepFloats)));
}

/**
 * Whoever asks for certain kernels gets them even where they are not faster, to compare.
 * @param trusted whose bits are right @param rival what would be used instead
 * @returns why `candidate` should not be used
 */
export function objectionTo(candidate: WasmKernels, trusted: WasmKernels, rival: WasmKernels): Sentence | null {
  const build = candidate.build === 'native' ? 'native' : 'wide';
  const different = firstDifference(candidate, trusted);
  if (different !== null) {
    return build === 'native'
      ? sentence`The native kernels are not used, because ${different} gives other bits with them.`
      : sentence`The 256-bit kernels are not used, because ${different} gives other bits with them.`;
  }
  if (wish === build) return null;
  let [fast, slow] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    fast = Math.max(fast, gigaflopsOfStep(candidate, milliseconds));
    slow = Math.max(slow, gigaflopsOfStep(rival, milliseconds));
  }
  if (fast >= worthwhile[build] * slow) return null;
  const speeds = sentence`${fast.toFixed(0)} GFLOP/s, not ${slow.toFixed(0)}`;
  return build === 'native'
    ? sentence`The native kernels are not used, because they are not faster here (${speeds}).`
    : sentence`The 256-bit kernels are not used, because they are not faster here (${speeds}).`;
}
