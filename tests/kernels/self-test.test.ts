// The wide and the native kernels earn their place: the same bits as the usual ones in every kernel, and one wrong bit
// anywhere is noticed.

import { describe, expect, it } from 'vitest';
import { objectionTo, readingKernels, trainingKernels } from '../../src-engine/kernels/choice.ts';
import type { Kernels } from '../../src-engine/kernels/kernels.ts';
import { nativeKernels, withPlain } from '../../src-engine/kernels/native.ts';
import {
  fingerprintOf,
  firstDifference,
  plainFingerprint,
  selfTestFloats,
} from '../../src-engine/kernels/self-test.ts';
import { instantiateKernels } from '../../src-engine/kernels/instantiate.ts';
import { compileKernels, createMemory, firstOffset } from '../../src-engine/kernels/wasm.ts';
import type { CompiledKernels, WasmKernels } from '../../src-engine/kernels/wasm.ts';
import type { KernelBuild } from '../../src-engine/protocol/choices.ts';
import { told } from '../told.ts';

function kernelsOf(build: KernelBuild): WasmKernels {
  const compiled: CompiledKernels | null = compileKernels(build);
  if (compiled === null) throw new Error(`This JavaScript engine does not take the ${build} build.`);
  return instantiateKernels(compiled, createMemory(selfTestFloats));
}

/** What only reading uses, and what is no kernel. */
const others = new Set(['play', 'help']);

type Call = (...given: readonly unknown[]) => number | undefined;

/** The same kernels, of which one changes the lowest bit of the last number that it changes, or of its result. */
function withWrongBit(kernels: WasmKernels, name: string): Kernels {
  const { integers } = kernels;
  const real = (kernels as unknown as Record<string, Call>)[name];
  const wrong: Call = (...given) => {
    const before = integers.slice(firstOffset, firstOffset + selfTestFloats);
    const result = real(...given);
    if (result !== undefined) return result * (1 + 2 ** -50);
    for (let j = selfTestFloats - 1; j >= 0; j--) {
      if (integers[firstOffset + j] === before[j]) continue;
      integers[firstOffset + j] ^= 1;
      break;
    }
    return result;
  };
  return { ...kernels, [name]: wrong };
}

const relaxed = kernelsOf('relaxed');
/** Those that must give its bits; the native ones where the set-up could build them. */
const candidates = (['wide', 'native'] as const)
  .filter((build) => build === 'wide' || nativeKernels().addon !== null)
  .map((build) => kernelsOf(build));
const names = Object.entries(relaxed)
  .filter(([name, value]) => typeof value === 'function' && !others.has(name))
  .map(([name]) => name);

describe.each(candidates)('the self-test of the $build kernels', (candidate) => {
  it('finds them to give the same bits as the relaxed ones', () => {
    expect(firstDifference(candidate, relaxed)).toBeNull();
  });

  it.each(names)('notices one wrong bit in %s', (name) => {
    const wrong = { ...candidate, ...withWrongBit(candidate, name) };
    expect(firstDifference(wrong, relaxed)?.split(' ')[0]).toBe(name);
    expect(told(objectionTo(wrong, relaxed, relaxed))).toContain(`because ${name}`);
  });

  it('objects to what is not faster', () => {
    const product: WasmKernels['product'] = (p) => {
      // So slow that the other build stays faster however little of the machine it gets.
      const end = performance.now() + 1;
      while (performance.now() < end);
      candidate.product(p);
    };
    expect(told(objectionTo({ ...candidate, product }, relaxed, relaxed))).toContain('not faster');
  });
});

describe.skipIf(nativeKernels().addon === null)('the self-test of the native kernels that read', () => {
  const plain = compileKernels('plain');
  const [native, right] = [{ ...plain, replace: withPlain }, plain].map((kernels) =>
    instantiateKernels(kernels, createMemory(selfTestFloats)),
  );

  it('finds them to give the same bits as the plain ones, so that they are used', () => {
    expect(firstDifference(native, right)).toBeNull();
    expect(readingKernels().replace).toBe(withPlain);
  });

  it.each(names)('notices one wrong bit in %s', (name) => {
    const wrong = { ...native, ...withWrongBit(native, name) };
    expect(firstDifference(wrong, right)?.split(' ')[0]).toBe(name);
  });
});

describe('the self-test', () => {
  it('tells the rounding of one build from that of the other', () => {
    expect(firstDifference(kernelsOf('plain'), relaxed)).toBe('product');
  });

  it('is behind what trains', () => {
    const { compiled, note } = trainingKernels();
    if (compiled.build === 'native') expect(note).toBeNull();
    if (compiled.build === 'relaxed') expect(note).not.toBeNull();
  });
});

describe('the fingerprint', () => {
  const plain = kernelsOf('plain');

  it('of the plain kernels is what it is everywhere', () => {
    expect(fingerprintOf(plain)).toBe(plainFingerprint);
  });

  it.each(names)('changes with one wrong bit in %s', (name) => {
    expect(fingerprintOf({ ...plain, ...withWrongBit(plain, name) })).not.toBe(plainFingerprint);
  });
});
