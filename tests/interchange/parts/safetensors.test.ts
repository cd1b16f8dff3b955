// The safetensors format: what is written comes back, and whatever is wrong with a file is told in a sentence before
// anything is allocated for it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../../src-engine/errors.ts';
import type { SafetensorsHeader } from '../../../src-engine/interchange/parts/safetensors.ts';
import {
  halfToNumber,
  headerLength,
  readFloats,
  readHeader,
  writeSafetensors,
} from '../../../src-engine/interchange/parts/safetensors.ts';

function fileOf(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(pieces));
}

function parse(file: Uint8Array): SafetensorsHeader {
  const length = headerLength(file.subarray(0, 8), file.length);
  return readHeader(file.subarray(8, 8 + length), file.length);
}

function floatsOf(file: Uint8Array, name: string): number[] {
  const place = parse(file).tensors.get(name);
  if (!place) throw new Error(`${name} is missing`);
  return [...readFloats(name, place, file.subarray(place.offset, place.offset + place.bytes))];
}

/** A file with any header, true or false. */
function fileWith(header: object | string, bytes = 0, length?: bigint): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(length ?? BigInt(json.length));
  return fileOf([start, json, new Uint8Array(bytes)]);
}

const small = writeSafetensors(
  [
    { name: 'a', shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, 5, 6) },
    { name: 'b.c', shape: [1], values: Float32Array.of(7) },
  ],
  { format: 'pt', note: 'é' },
);

describe('a file', () => {
  it('comes back as it was written', () => {
    const file = fileOf(small);
    const { tensors, metadata } = parse(file);
    expect([...metadata]).toEqual([
      ['format', 'pt'],
      ['note', 'é'],
    ]);
    expect([...tensors.keys()]).toEqual(['a', 'b.c']);
    expect(tensors.get('a')).toMatchObject({ type: 'F32', shape: [2, 3], bytes: 24 });
    expect(floatsOf(file, 'a')).toEqual([1, -2, 3.5, 0, 5, 6]);
    expect(floatsOf(file, 'b.c')).toEqual([7]);
    // The tensors begin at an even place, as readers that map the file into memory like it.
    expect((tensors.get('a')?.offset ?? 1) % 8).toBe(0);
  });

  it('may hold other floats', () => {
    const half = fileWith({ h: { dtype: 'F16', shape: [3], data_offsets: [0, 6] } }, 6);
    half.set([0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00], half.length - 6);
    expect(floatsOf(half, 'h')).toEqual([1, -2, 2 ** -24]);
    const brain = fileWith({ h: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } }, 4);
    brain.set([0x80, 0x3f, 0x49, 0xc0], brain.length - 4);
    expect(floatsOf(brain, 'h')).toEqual([1, -3.140625]);
    expect([0x7bff, 0x0400, 0x8000].map(halfToNumber)).toEqual([65504, 2 ** -14, -0]);
  });
});

describe('a wrong file', () => {
  const place = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  const cases: Record<string, Uint8Array> = {
    'too short': Uint8Array.of(1, 2, 3),
    'with a header longer than itself': fileWith({}, 0, 1000n),
    'with a header of 2⁶³ bytes': fileWith({}, 0, 2n ** 63n),
    'with no JSON': fileWith('{"a":', 0),
    'with a list for a header': fileWith('[1,2]', 0),
    'with a byte order mark': fileWith('\ufeff{}', 0),
    'with deep JSON': fileWith(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 0),
    'with an unknown type': fileWith({ a: { ...place, dtype: 'C64' } }, 8),
    'with a type out of the prototype': fileWith({ a: { ...place, dtype: 'constructor' } }, 8),
    'with a negative size': fileWith({ a: { ...place, shape: [-2] } }, 8),
    'with a fractional size': fileWith({ a: { ...place, shape: [0.5, 4] } }, 8),
    'with sizes that overflow': fileWith({ a: { ...place, shape: [2 ** 32, 2 ** 32] } }, 8),
    'with nine dimensions': fileWith({ a: { ...place, shape: [1, 1, 1, 1, 1, 1, 1, 1, 2] } }, 8),
    'with a place beyond its end': fileWith({ a: { ...place, data_offsets: [8, 16] } }, 8),
    'with a place turned round': fileWith({ a: { ...place, data_offsets: [8, 0] } }, 8),
    'with three offsets': fileWith({ a: { ...place, data_offsets: [0, 8, 8] } }, 8),
    'with tensors that overlap': fileWith({ a: place, b: { ...place, data_offsets: [4, 12] } }, 12),
    'with a gap': fileWith({ a: place, b: { ...place, data_offsets: [12, 20] } }, 20),
    'with bytes left over': fileWith({ a: place }, 9),
    'with metadata that is no text': fileWith({ __metadata__: { a: 1 } }, 0),
    'with nothing for a tensor': fileWith({ a: null }, 0),
  };

  it.each(Object.entries(cases))('%s is refused', (_name, file) => {
    let failure: unknown;
    try {
      parse(file);
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject({ code: 'model-invalid' });
    expect((failure as CharloomError).message).not.toContain('\n');
  });

  it('with numbers that are none is refused, and so are whole numbers', () => {
    const broken = fileWith({ a: place }, 8);
    broken.set([0, 0, 0xc0, 0x7f], broken.length - 4);
    expect(() => floatsOf(broken, 'a')).toThrow('"a" holds NaN');
    const whole = fileWith({ a: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }, 8);
    expect(() => floatsOf(whole, 'a')).toThrow('whole numbers');
  });

  it('however it was changed gives tensors within its bounds, or one sentence', () => {
    const whole = fileOf(small);
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), fc.nat(whole.length), (changes, cut) => {
        const file = Uint8Array.from(whole.subarray(0, whole.length - (cut % 3 === 0 ? cut : 0)));
        for (const { at, to } of changes) if (at < file.length) file[at] = to;
        try {
          for (const [name, { offset, bytes }] of parse(file).tensors) {
            expect(offset + bytes).toBeLessThanOrEqual(file.length);
            floatsOf(file, name);
          }
        } catch (error) {
          if (!(error instanceof CharloomError)) throw error;
          expect(error.code).toBe('model-invalid');
        }
      }),
      { seed: 21, numRuns: 10_000 },
    );
  });
});
