// Blocks of numbers in a file, one behind the other, each proved by a SHA-256 that stands in a list before them. The
// list is checked against the file's size first, so that nothing is allocated that is not there.

import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import { checkAgainst, hash, whole } from './description.ts';
import type { IncomingFiles } from '../types.ts';
import { cannotBeRead, notWhole } from './refusals.ts';

export type Numbers = Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array;
export type NumberKind = 'f32' | 'f64' | 'u8' | 'u16' | 'u32';

export interface NumberBlock {
  readonly name: string;
  readonly values: Numbers;
}

const sizes: Readonly<Record<NumberKind, number>> = { f32: 4, f64: 8, u8: 1, u16: 2, u32: 4 };

const recordSchema = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(40)),
  type: v.picklist(['f32', 'f64', 'u8', 'u16', 'u32']),
  length: whole,
  sha256: hash,
});

export type BlockRecord = v.InferOutput<typeof recordSchema>;

const recordsSchema = v.pipe(v.array(recordSchema), v.maxLength(32));

export function recordOf({ name, values }: NumberBlock): BlockRecord {
  return { name, type: kindOf(values), length: values.length, sha256: sha256Of(bytesOf(values)) };
}

/** Every platform that Electron and Node run on is little-endian, as the file is. */
export function bytesOf(values: Numbers): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

export interface Blocks {
  /** Of all of them. */
  readonly bytes: number;
  /** Null where there is no such block. */
  lengthOf(name: string): number | null;
  /** @throws CharloomError 'model-invalid' if it is not there, of another type or length, or not what was written */
  read<Kind extends NumberKind>(name: string, type: Kind, length: number): NumbersOf[Kind];
}

interface NumbersOf {
  f32: Float32Array<ArrayBuffer>;
  f64: Float64Array<ArrayBuffer>;
  u8: Uint8Array<ArrayBuffer>;
  u16: Uint16Array<ArrayBuffer>;
  u32: Uint32Array<ArrayBuffer>;
}

/**
 * The blocks that fill a file from `start` to its end.
 * @throws CharloomError 'model-invalid' where they would not, or one stands there twice
 */
export function openBlocks(files: IncomingFiles, path: string, start: number, list: unknown): Blocks {
  const records = checkAgainst(recordsSchema, list, sentence`The list of its blocks`);
  const found = new Map<string, BlockRecord & { readonly offset: number }>();
  let offset = start;
  for (const record of records) {
    if (found.has(record.name)) throw cannotBeRead(sentence`its block "${shortened(record.name)}" stands there twice`);
    found.set(record.name, { ...record, offset });
    offset += record.length * sizes[record.type];
  }
  const bytes = files.files.get(path) ?? 0;
  if (offset > bytes) throw notWhole(sentence`The model`, bytes, offset);
  if (offset < bytes) throw cannotBeRead(sentence`it should have ${offset} bytes, and has ${bytes}`);
  return {
    bytes: bytes - start,
    lengthOf: (name) => found.get(name)?.length ?? null,
    read(name, type, length) {
      const block = found.get(name);
      if (!block) throw cannotBeRead(sentence`its block "${name}" is missing`);
      if (block.type !== type || block.length !== length)
        throw cannotBeRead(sentence`its block "${name}" does not fit its settings`);
      const bytes = ownBytes(files.read(path, block.offset, length * sizes[type]));
      if (sha256Of(bytes) !== block.sha256) throw cannotBeRead(sentence`its block "${name}" is damaged`);
      return numbersOver(bytes.buffer)[type]();
    },
  };
}

function numbersOver(buffer: ArrayBuffer): { readonly [Kind in NumberKind]: () => NumbersOf[Kind] } {
  return {
    f32: () => new Float32Array(buffer),
    f64: () => new Float64Array(buffer),
    u8: () => new Uint8Array(buffer),
    u16: () => new Uint16Array(buffer),
    u32: () => new Uint32Array(buffer),
  };
}

/** In memory of their own, from its beginning. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length;
  return isOwn ? new Uint8Array(buffer) : Uint8Array.from(bytes);
}

function kindOf(values: Numbers): NumberKind {
  if (values instanceof Float32Array) return 'f32';
  if (values instanceof Float64Array) return 'f64';
  if (values instanceof Uint8Array) return 'u8';
  return values instanceof Uint16Array ? 'u16' : 'u32';
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
