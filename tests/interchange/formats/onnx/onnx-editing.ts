// Takes the messages of an ONNX file apart and puts them together again, to make files that are wrong in one place.

import { createHash } from 'node:crypto';
import { ProtobufReader } from '../../../../src-engine/interchange/formats/onnx/protobuf-reader.ts';
import { integerField, messageField } from '../../../../src-engine/interchange/formats/onnx/protobuf-writer.ts';
import { incoming } from './onnx-models.ts';

export interface Parsed {
  readonly number: number;
  /** Of its value, where that is no number. */
  readonly bytes: Uint8Array;
  /** With the tag. */
  readonly whole: Uint8Array;
}

export function field(number: number, bytes: Uint8Array): Parsed {
  return { number, bytes, whole: messageField(number, bytes) };
}

export function number(place: number, value: number): Parsed {
  return { number: place, bytes: Buffer.of(), whole: integerField(place, value) };
}

/** An entry of the metadata. */
export function entry(key: string, value: string): Parsed {
  return field(14, Buffer.concat([field(1, Buffer.from(key)).whole, field(2, Buffer.from(value)).whole]));
}

function parse(message: Uint8Array): readonly Parsed[] {
  const reader = new ProtobufReader(incoming(new Map([['', message]])), '');
  return Array.from(reader.fields(reader.whole), (found) =>
    found.kind === 'integer' ? number(found.number, found.value) : field(found.number, reader.bytes(found.span)),
  );
}

export function inFields(message: Uint8Array, change: (fields: readonly Parsed[]) => readonly Parsed[]): Uint8Array {
  return Buffer.concat(change(parse(message)).map(({ whole }) => whole));
}

export function inGraph(file: Uint8Array, change: (fields: readonly Parsed[]) => readonly Parsed[]): Uint8Array {
  return inFields(file, (fields) =>
    fields.map((one) => (one.number === 7 ? field(7, inFields(one.bytes, change)) : one)),
  );
}

export function tensor({ bytes }: Parsed): { readonly name: string } {
  const name = parse(bytes).find((one) => one.number === 8)?.bytes ?? Buffer.of();
  return { name: Buffer.from(name).toString() };
}

/** Of equal length. */
export function replaceAll(file: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(file).toString('latin1').replaceAll(from, to), 'latin1');
}

/** With a hash that is right for what the file says now: somebody has taken pains. */
export function rehashed(file: Uint8Array): Uint8Array {
  const hash = createHash('sha256');
  for (const key of ['charloom', 'vocabulary', 'golden']) hash.update(metadataOf(file, key)).update('\0');
  const graph = parse(file).find((one) => one.number === 7)?.bytes ?? Buffer.of();
  for (const { bytes } of parse(graph).filter((one) => one.number === 5 && /[.]/.test(tensor(one).name))) {
    hash.update(parse(bytes).find((one) => one.number === 9)?.bytes ?? Buffer.of());
  }
  return withMetadata(file, 'sha256', () => hash.digest('hex'));
}

export function withMetadata(file: Uint8Array, key: string, change: (text: string) => string): Uint8Array {
  return inFields(file, (fields) =>
    fields.map((one) => (keyOf(one) === key ? entry(key, change(metadataOf(file, key))) : one)),
  );
}

function metadataOf(file: Uint8Array, key: string): string {
  const found = parse(file).find((one) => keyOf(one) === key)?.bytes ?? Buffer.of();
  return Buffer.from(parse(found)[1].bytes).toString();
}

/** Of an entry of the metadata. */
function keyOf({ number: place, bytes }: Parsed): string | null {
  return place === 14 ? Buffer.from(parse(bytes)[0].bytes).toString() : null;
}
