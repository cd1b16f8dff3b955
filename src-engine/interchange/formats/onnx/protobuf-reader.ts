// Protocol Buffers' wire format, read one level at a time from a file that is not believed: a field must lie within its
// message, all messages together may have so many fields and no more, and bytes are only fetched by who knows how many
// there may be. Nothing here calls itself.

import { notWhole } from '../../parts/refusals.ts';
import type { IncomingFiles } from '../../types.ts';
import { invalid } from './invalid.ts';
import { wireKinds } from './protobuf-writer.ts';
import { sentence } from '../../../protocol/text/sentences.ts';

/** From one byte of the file to before another. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export type WireField =
  | { readonly kind: 'integer'; readonly number: number; readonly value: number }
  /** A text, a message, or bytes. */
  | { readonly kind: 'bytes'; readonly number: number; readonly span: ByteRange };

/** Ten times as many as the largest file of ours has. */
const maxFields = 10_000;
/** Of one field, in any file that there is. */
const maxBytes = 2 ** 40;
/** Of a tag and the length or number behind it: ten bytes each. */
const maxStartBytes = 20;

export class ProtobufReader {
  /** The outermost message. */
  readonly whole: ByteRange;
  readonly #files: IncomingFiles;
  readonly #path: string;
  #fieldsLeft = maxFields;

  constructor(files: IncomingFiles, path: string) {
    this.#files = files;
    this.#path = path;
    this.whole = { start: 0, end: files.files.get(path) ?? 0 };
  }

  /** The fields of the message in `span`. @throws CharloomError 'model-invalid' */
  *fields(span: ByteRange): Generator<WireField> {
    let at = span.start;
    while (at < span.end) {
      if (this.#fieldsLeft-- === 0) throw invalid(sentence`it has more than ${maxFields} fields`);
      const start = this.bytes({ start: at, end: Math.min(at + maxStartBytes, span.end) });
      const tag = readVarint(start, 0);
      const second = readVarint(start, tag.end);
      const number = Math.floor(tag.value / 8);
      at += second.end;
      switch (tag.value % 8) {
        case wireKinds.integer:
          yield { kind: 'integer', number, value: second.value };
          break;
        case wireKinds.bytes: {
          if (second.value > span.end - at) {
            // What stands behind a sound beginning is cut off; a beginning that makes no sense is something else.
            const isCutOff = span === this.whole && at - second.end > span.start && second.value < maxBytes;
            if (isCutOff) throw notWhole(sentence`This ONNX file`, span.end, at + second.value);
            throw invalid(sentence`a field claims ${second.value} bytes and goes beyond its end`);
          }
          const inside = { start: at, end: at + second.value };
          at = inside.end;
          yield { kind: 'bytes', number, span: inside };
          break;
        }
        default:
          throw invalid(sentence`it has a field of a kind that is never in it`);
      }
    }
  }

  bytes({ start, end }: ByteRange): Uint8Array {
    return this.#files.read(this.#path, start, end - start);
  }

  /** @param max bytes of it @throws CharloomError 'model-invalid' */
  text(span: ByteRange, max: number): string {
    const length = rangeLength(span);
    if (length > max) throw invalid(sentence`it has a text of ${length} bytes where at most ${max} are expected`);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes(span));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw invalid(sentence`it has a text that is not UTF-8`, error);
    }
  }

  /** Whether a field has just these bytes; reads no more than there should be. */
  isEqual(field: WireField, wanted: Uint8Array): boolean {
    const span = fieldBytes(field);
    return rangeLength(span) === wanted.length && Buffer.from(wanted).equals(this.bytes(span));
  }
}

export function rangeLength({ start, end }: ByteRange): number {
  return end - start;
}

/** @throws CharloomError 'model-invalid' */
export function fieldBytes(field: WireField): ByteRange {
  if (field.kind === 'bytes') return field.span;
  throw invalid(sentence`it has a number in place of a message`);
}

/** @throws CharloomError 'model-invalid' */
export function fieldValue(field: WireField): number {
  if (field.kind === 'integer') return field.value;
  throw invalid(sentence`it has a message in place of a number`);
}

function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let weight = 1;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    value += (byte % 128) * weight;
    if (!Number.isSafeInteger(value)) break;
    if (byte < 128) return { value, end: at + 1 };
    weight *= 128;
  }
  throw invalid(sentence`a number in it is cut off or too large`);
}
