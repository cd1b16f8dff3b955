// The addon with native kernels: what it refuses, how a missing or broken one is met, and that only the functions that
// are called where the processor can run them are made of its widest instructions.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineFile } from '../../src-engine/engine-files.ts';
import { cellSteps } from '../../src-engine/cells/cell.ts';
import { tapeKernels, wordsPerCall } from '../../src-engine/kernels/layouts.ts';
import { loadNative, nativeKernels, withPlain } from '../../src-engine/kernels/native.ts';
import type { Native } from '../../src-engine/kernels/native.ts';
import { instantiateKernels } from '../../src-engine/kernels/instantiate.ts';
import { compileKernels, createMemory, firstOffset } from '../../src-engine/kernels/wasm.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import type { Sentence } from '../../src-engine/protocol/text/sentences.ts';
import { temporaryFolder } from '../library/fixtures.ts';

const file = engineFile('kernels-native');
const isBuilt = existsSync(file);
const { addon } = nativeKernels();

/** What becomes of a file of these bytes. */
function found(bytes: Buffer): Native {
  const broken = path.join(temporaryFolder(), 'broken.node');
  writeFileSync(broken, bytes);
  return loadNative(broken);
}

describe('an addon', () => {
  it('that is not there is no fault', () => {
    const none = loadNative(path.join(temporaryFolder(), 'none.node'));
    expect(none).toMatchObject({ addon: null, isFault: false });
  });

  const content = isBuilt ? readFileSync(file) : Buffer.from('no program, but some bytes that are longer than a hash');

  it.each([
    ['empty', Buffer.alloc(0)],
    ['cut off', content.subarray(0, content.length - 100)],
    ['changed', Buffer.concat([content.subarray(0, 1000), Buffer.from('x'), content.subarray(1001)])],
  ])('that is %s is not loaded, and a sentence says so', (_what, bytes) => {
    expect(found(bytes)).toMatchObject({
      addon: null,
      isFault: true,
      reason: expect.toSatisfy((reason: Sentence) => inEnglish(reason).includes('not as it was built')),
    });
  });

  it('that is whole but cannot be loaded is a fault, too, in one sentence', () => {
    const none = Buffer.from('no program');
    const { reason } = found(Buffer.concat([none, createHash('sha256').update(none).digest()])) as { reason: Sentence };
    expect(inEnglish(reason)).toMatch(/^The native kernels are not used, because their file is broken \(.+\)\.$/);
  });

  it.runIf(isBuilt && existsSync('/proc/cpuinfo'))('knows what the processor can do', () => {
    const { isSupported } = createRequire(import.meta.url)(file) as { isSupported: boolean };
    expect(isSupported).toBe(/^flags\s*:.*\bavx512f\b/m.test(readFileSync('/proc/cpuinfo', 'utf8')));
  });
});

describe.skipIf(addon === null)('a native kernel', () => {
  const compiled = compileKernels('native');
  const memory = createMemory(4096);
  const kernels = compiled && instantiateKernels(compiled, memory);
  const end = memory.buffer.byteLength / 4;
  const [a, b, c, scratch] = [firstOffset, firstOffset + 64, firstOffset + 128, firstOffset + 192];
  const size = { rows: 2, depth: 8, columns: 8, aStride: 8, bStride: 8, cStride: 8 };

  it.each([
    ['a begins before the memory', { a: -8 }],
    ['a ends behind it', { a: end - 15 }],
    ['b ends behind it', { b: end - 63 }],
    ['c ends behind it', { c: end - 15 }],
    ['what is left of a panel ends behind it', { c: end - 11, columns: 3 }],
    ['a lies far away', { a: 2 ** 40 }],
    ['the rows are very many', { rows: 2 ** 31 - 1 }],
    ['the rows are fewer than none', { rows: -1 }],
    ['a stride is huge', { aStride: 2 ** 40 }],
    ['a place is no number', { c: NaN - 0.5 }],
    ['the depth is more than there is', { depth: 2 ** 20 }],
  ])('refuses what lies outside of the memory: %s', (_what, wrong) => {
    const before = new Float32Array(memory.buffer).slice();
    const place = { a, b, c, ...size, ...wrong };
    if (Number.isFinite(place.c)) expect(() => kernels?.product({ ...place, accumulate: true })).toThrow(RangeError);
    expect(() => kernels?.transposedProduct({ ...place, scratch: Number.isFinite(place.c) ? scratch : end })).toThrow(
      RangeError,
    );
    expect(new Float32Array(memory.buffer)).toEqual(before);
  });

  it.each(['lstm', 'cifg', 'gru', 'tanh', 'relu'] as const)(
    'refuses places of a step outside of the memory: %s',
    (step) => {
      const inside = { rows: 2, units: 8, bias: a, recurrent: a, hBefore: a, cBefore: a, dhBefore: a, dh: a };
      const places = { ...inside, gates: a, h: b, c: b, cTanh: c, dc: c };
      kernels?.stepForward(step, places);
      for (const wrong of ['gates', 'h', 'rows'] as const) {
        const outside = { ...places, [wrong]: wrong === 'rows' ? 2 ** 30 : end - 15 };
        expect(() => kernels?.stepForward(step, outside)).toThrow(RangeError);
        expect(() => kernels?.stepBackward(step, outside)).toThrow(RangeError);
      }
    },
  );

  it.each([
    ['x begins before the memory', { x: -8 }],
    ['x ends behind it', { x: end - 15 }],
    ['1/σ ends behind it', { inverse: end - 1 }],
    ['the gain ends behind it', { gain: end - 7 }],
    ['y, or the gradient of it, ends behind it', { y: end - 15, dy: end - 15 }],
    ['the shift, or the gradient of the gain, ends behind it', { shift: end - 7, dGain: end - 7 }],
    ['a segment is longer than there is room for', { units: 9 }],
    ['there are very many rows', { rows: 2 ** 30 }],
    ['sizes are less than nothing', { parts: -1, units: -8, padded: -8 }],
  ])('refuses rows to normalise outside of the memory: %s', (_what, wrong) => {
    const places = { x: a, inverse: b, gain: b + 8, shift: b + 16, y: c, dy: c, dGain: b + 24 };
    const inside = { ...places, rows: 2, parts: 1, units: 8, padded: 8 };
    kernels?.normalizeRows(inside);
    kernels?.normalizeRowsBackward(inside);
    const before = new Float32Array(memory.buffer).slice();
    expect(() => kernels?.normalizeRows({ ...inside, ...wrong })).toThrow(RangeError);
    expect(() => kernels?.normalizeRowsBackward({ ...inside, ...wrong })).toThrow(RangeError);
    expect(new Float32Array(memory.buffer)).toEqual(before);
  });

  it('refuses what is no number', () => {
    const { product } = addon?.openFused(new Float32Array(memory.buffer)) ?? {};
    expect(() => product('1' as never)).toThrow(TypeError);
    expect(() => product(0, 32, 0, 0, 32, 1, 8, 8, 'yes' as never)).toThrow(TypeError);
    expect(() => addon?.openFused([1] as never)).toThrow(TypeError);
  });

  it('plays no tape of a program whose steps stand at other numbers: that is left to WebAssembly', () => {
    if (addon === null) throw new Error('The addon is gone.');
    const numbers = new Float32Array(memory.buffer);
    const module = { play: () => 0 };
    expect(withPlain(module, numbers, addon).play).not.toBe(module.play);
    for (const other of [{ tapeSteps: addon.tapeSteps.slice(1) }, { tapeKernels: [] }, { wordsPerCall: 13 }])
      expect(withPlain(module, numbers, { ...addon, ...other }).play).toBe(module.play);
  });

  it('plays the numbers on a tape for the kernels and steps that stand at them', () => {
    expect(addon?.tapeKernels).toEqual(tapeKernels);
    expect(addon?.tapeSteps).toEqual(cellSteps);
    expect(addon?.wordsPerCall).toBe(wordsPerCall);
  });

  it.each([
    ['a kernel that there is not', [tapeKernels.length]],
    ['a step that there is not', [tapeKernels.indexOf('stepForward'), cellSteps.length]],
    ['places outside of the memory', [tapeKernels.indexOf('copy'), a * 4, end * 4 - 28, 8]],
    ['an id that leads out of it', [tapeKernels.indexOf('gatherRows'), a * 4, 0, b * 4, c * 4, 1, 8]],
  ])('plays no tape that holds %s', (_what, words) => {
    const { play } = addon?.openPlain(new Float32Array(memory.buffer)) ?? {};
    const integers = new Uint32Array(memory.buffer);
    integers.fill(2 ** 31, b, c);
    integers.set([...words, ...new Array<number>(wordsPerCall - words.length).fill(0)], scratch);
    const before = integers.slice();
    expect(() => play(scratch * 4, (scratch + wordsPerCall) * 4)).toThrow(RangeError);
    expect(() => play(scratch * 4, end * 4 + 64)).toThrow(RangeError);
    expect(integers).toEqual(before);
  });

  it('lives as long as its functions do', () => {
    const { product } = addon?.openFused(new Float32Array(memory.buffer)) ?? {};
    globalThis.gc?.();
    expect(product(a * 4, 32, b * 4, c * 4, 32, 2, 8, 8, false)).toBeUndefined();
  });
});

/** Null where there is no objdump. */
function objdump(...args: string[]): string | null {
  try {
    return execFileSync('objdump', [...args, file], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  } catch {
    console.warn('Not tested which instructions the native kernels are made of: there is no objdump (binutils).');
    return null;
  }
}

describe.skipIf(!isBuilt)('the binary', () => {
  it('has instructions of AVX and beyond in its dispatched kernels only', () => {
    const code = objdump('--disassemble', '--no-show-raw-insn');
    if (code === null) return;
    const sections = code.split('Disassembly of section ').slice(1);
    const wide = sections.filter((section) => /\t(v[a-z0-9]+|k(mov|or|and)[a-z]*) /.test(section));
    expect(wide.map((section) => section.split(':')[0])).toEqual(['wide_text']);
    expect(wide[0]).toContain('%zmm31');
    expect(sections.length).toBeGreaterThan(1);
  });

  it('needs no C++ runtime', () => {
    const needed = objdump('--private-headers');
    if (needed === null) return;
    expect(needed).toContain('NEEDED');
    expect(needed).not.toMatch(/NEEDED\s+lib(stdc\+\+|c\+\+|gcc_s)/);
  });
});
