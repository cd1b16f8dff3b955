// Safetensors files as other programs write them: any types, any length of the header.

import { truncateSync, writeFileSync } from 'node:fs';
import { testNumbers } from '../../nn/build.ts';

export type Shapes = Readonly<
  Record<string, readonly number[] | { readonly type: string; readonly shape: readonly number[] }>
>;

const bits = (type: string): number => {
  if (type === 'BOOL') return 8;
  return Number(/^(?:F|BF|C|I|U)(\d+)/.exec(type)?.[1]);
};

/**
 * Tensors of these shapes (float32 where nothing else is said) with any numbers.
 * @param spaces behind the header's JSON
 */
export function safetensors(shapes: Shapes, spaces = 0): Uint8Array {
  const next = testNumbers(5);
  let offset = 0;
  const pieces: Uint8Array[] = [];
  const entries = Object.entries(shapes).map(([name, told]) => {
    const { type, shape } = 'type' in told ? told : { type: 'F32', shape: told };
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from({ length: count }, next);
    const bytes = type === 'F32' ? new Uint8Array(values.buffer) : new Uint8Array((count * bits(type)) / 8);
    pieces.push(bytes);
    const place = [offset, (offset += bytes.length)];
    return [name, { dtype: type, shape, data_offsets: place }] as const;
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)) + ' '.repeat(spaces));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(json.length));
  return Uint8Array.from(Buffer.concat([start, json, ...pieces]));
}

/** A file with holes for numbers that claims an LSTM of so many units and layers over one-hot rows of five symbols. */
export function writeSparse(file: string, hidden: number, layers: number): void {
  let end = 0;
  const shapes = new Map<string, readonly number[]>([['fc.weight', [5, hidden]]]);
  for (let layer = 0; layer < layers; layer++) {
    shapes.set(`lstm.weight_ih_l${layer}`, [4 * hidden, layer === 0 ? 5 : hidden]);
    shapes.set(`lstm.weight_hh_l${layer}`, [4 * hidden, hidden]);
  }
  const entries = Array.from(shapes, ([name, shape]) => {
    const from = end;
    end += shape.reduce((product, size) => product * size, 4);
    return [name, { dtype: 'F32', shape, data_offsets: [from, end] }] as const;
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(file, Buffer.concat([start, json]));
  truncateSync(file, start.length + json.length + end);
}
