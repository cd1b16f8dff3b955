// Blocks of numbers in a file, one behind the other, each proved by a SHA-256 that stands in a list before them. The
// list is checked against the file's size first, so that nothing is allocated that is not there.

import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { unreachable } from '../../errors.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import { checkAgainst, hash, whole } from './description.ts';
import type { IncomingFiles } from '../types.ts';
import { cannotBeRead, notWhole } from './refusals.ts';

/** What holds the numbers of each kind. */
interface NumbersOf<Memory extends ArrayBufferLike = ArrayBufferLike> {
  readonly f32: Float32Array<Memory>;
  readonly f64: Float64Array<Memory>;
  readonly u8: Uint8Array<Memory>;
  readonly u16: Uint16Array<Memory>;
  readonly u32: Uint32Array<Memory>;
}

export type NumberKind = keyof NumbersOf;
export type Numbers = NumbersOf[NumberKind];

const arrays = {
  f32: Float32Array,
  f64: Float64Array,
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
} as const satisfies Readonly<Record<NumberKind, unknown>>;
const kinds = Object.keys(arrays) as readonly NumberKind[];

export interface NumberBlock {
  readonly name: string;
  readonly values: Numbers;
}

const recordSchema = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(40)),
  type: v.picklist(kinds),
  length: whole,
  sha256: hash,
});

export type NumberBlockRecord = v.InferOutput<typeof recordSchema>;

const recordsSchema = v.pipe(v.array(recordSchema), v.maxLength(32));

export function recordOf({ name, values }: NumberBlock): NumberBlockRecord {
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
  read<Kind extends NumberKind>(name: string, type: Kind, length: number): NumbersOf<ArrayBuffer>[Kind];
}

/**
 * The blocks that fill a file from `start` to its end.
 * @throws CharloomError 'model-invalid' where they would not, or one stands there twice
 */
export function openBlocks(files: IncomingFiles, path: string, start: number, list: unknown): Blocks {
  const records = checkAgainst(recordsSchema, list, sentence`The list of its blocks`);
  const found = new Map<string, NumberBlockRecord & { readonly offset: number }>();
  let offset = start;
  for (const record of records) {
    if (found.has(record.name)) throw cannotBeRead(sentence`its block "${shortened(record.name)}" stands there twice`);
    found.set(record.name, { ...record, offset });
    offset += record.length * arrays[record.type].BYTES_PER_ELEMENT;
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
      const bytes = ownBytes(files.read(path, block.offset, length * arrays[type].BYTES_PER_ELEMENT));
      if (sha256Of(bytes) !== block.sha256) throw cannotBeRead(sentence`its block "${name}" is damaged`);
      return numbersOver(bytes.buffer)[type]();
    },
  };
}

function numbersOver(buffer: ArrayBuffer): { readonly [Kind in NumberKind]: () => NumbersOf<ArrayBuffer>[Kind] } {
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
  const kind = kinds.find((each) => values instanceof arrays[each]);
  return kind ?? unreachable(values as never);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
