// Protocol Buffers' wire format, read one level at a time from a file that is not believed: a field must lie within its message, and
// the bytes of a field are only fetched by who knows how many there may be. Nothing here calls itself.

import { invalid } from './invalid.ts';
import { wireKinds } from './protobuf-writer.ts';

/** From one byte of the file to before another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Field =
  | { readonly kind: 'integer'; readonly number: number; readonly value: number }
  /** A text, a message, or bytes. */
  | { readonly kind: 'bytes'; readonly number: number; readonly span: Span };

/** The bytes of a file; whoever asks stays within it. */
export type ReadSpan = (span: Span) => Uint8Array;

/** More than any file of ours has in one message. */
const mostFields = 10_000;
/** Of a tag and the length or number behind it: ten bytes each. */
const longestStart = 20;

/** The fields of the message in `span`. @throws CharloomError 'model-invalid' */
export function* fieldsOf(read: ReadSpan, span: Span): Generator<Field> {
  let at = span.start;
  for (let count = 0; at < span.end; count++) {
    if (count === mostFields) throw invalid(`it has a message of more than ${mostFields} fields`);
    const bytes = read({ start: at, end: Math.min(at + longestStart, span.end) });
    const tag = readVarint(bytes, 0);
    const second = readVarint(bytes, tag.end);
    const number = Math.floor(tag.value / 8);
    at += second.end;
    switch (tag.value % 8) {
      case wireKinds.integer:
        yield { kind: 'integer', number, value: second.value };
        break;
      case wireKinds.bytes: {
        if (second.value > span.end - at) throw invalid(`a field claims ${second.value} bytes and goes beyond its end`);
        const start = at;
        at += second.value;
        yield { kind: 'bytes', number, span: { start, end: at } };
        break;
      }
      default:
        throw invalid('it has a field of a kind that is never in it');
    }
  }
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
  throw invalid('a number in it is cut off or too large');
}

export function lengthOf({ start, end }: Span): number {
  return end - start;
}
