// Bytes to text, chunk by chunk and strictly: a byte sequence that its encoding does not allow is an error, never a
// silent replacement. Line ends become \n. No chunk ends between two halves of a character.

import type { Encoding } from './encodings.ts';

/** A decoder that has met bytes that its encoding does not allow. */
export class EncodingMismatch extends Error {}

interface ChunkDecoder {
  /** @throws EncodingMismatch */
  decode(bytes: Uint8Array): string;
  /** What is left at the end. @throws EncodingMismatch if a character is cut off */
  end(): string;
}

/** @throws EncodingMismatch */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = makeDecoder(encoding);
  const lines = makeLineEnds();
  for await (const chunk of chunks) yield lines.normalize(decoder.decode(chunk));
  yield lines.normalize(decoder.end()) + lines.end();
}

/** Turns CR LF and lone CR into LF over a text in chunks. */
export function makeLineEnds() {
  let isPending = false; // a CR ended the last chunk: it may be half of a CR LF
  return {
    normalize(text: string): string {
      if (text === '') return '';
      const whole = isPending ? `\r${text}` : text;
      isPending = whole.endsWith('\r');
      const settled = isPending ? whole.slice(0, -1) : whole;
      return settled.includes('\r') ? settled.replace(/\r\n?/g, '\n') : settled;
    },
    end(): string {
      const rest = isPending ? '\n' : '';
      isPending = false;
      return rest;
    },
  };
}

function makeDecoder(encoding: Encoding): ChunkDecoder {
  if (encoding.label === 'utf-32le' || encoding.label === 'utf-32be')
    return makeUtf32Decoder(encoding.label === 'utf-32le');
  const decoder = new TextDecoder(encoding.label, { fatal: true });
  const attempt = (act: () => string) => {
    try {
      return act();
    } catch (error) {
      throw new EncodingMismatch(`not ${encoding.name}`, { cause: error });
    }
  };
  return {
    decode: (bytes) => attempt(() => decoder.decode(bytes, { stream: true })),
    end: () => attempt(() => decoder.decode()),
  };
}

function makeUtf32Decoder(isLittleEndian: boolean): ChunkDecoder {
  let rest = new Uint8Array(0);
  let isStart = true;
  return {
    decode(bytes) {
      const joined = new Uint8Array(rest.length + bytes.length);
      joined.set(rest);
      joined.set(bytes, rest.length);
      const view = new DataView(joined.buffer);
      const points: string[] = [];
      let offset = 0;
      for (; offset + 4 <= joined.length; offset += 4) {
        const point = view.getUint32(offset, isLittleEndian);
        if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw new EncodingMismatch('not UTF-32');
        const isMark = isStart && point === 0xfeff;
        isStart = false;
        if (!isMark) points.push(String.fromCodePoint(point));
      }
      rest = joined.slice(offset);
      return points.join('');
    },
    end() {
      if (rest.length > 0) throw new EncodingMismatch('UTF-32 that is cut off');
      return '';
    },
  };
}
