// Base64 (RFC 4648, §4) decoded strictly: no spaces, no foreign characters, no bits that are left over. Browsers and
// Node have decoders, but none that both have in every version, takes a text in pieces and writes into memory that is
// there already.

const foreign = 0xff;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Uint8Array(256).fill(foreign);
for (let value = 0; value < 64; value++) values[alphabet.charCodeAt(value)] = value;

/** Characters that so many bytes take. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/**
 * Decodes text[from, to) into `bytes` from `at` on. Pieces are multiples of four characters long; the last one of all
 * fills `bytes`, and it alone is padded.
 * @returns whether all of it is sound
 */
export function decodeBase64(text: string, from: number, to: number, bytes: Uint8Array, at: number): boolean {
  let offset = at;
  let index = from;
  for (; index + 4 <= to && offset + 3 <= bytes.length; index += 4, offset += 3) {
    const bits = bitsAt(text, index);
    if (bits < 0) return false;
    bytes[offset] = bits >> 16;
    bytes[offset + 1] = bits >> 8;
    bytes[offset + 2] = bits;
  }
  if (index === to) return true;
  return index + 4 === to && offset < bytes.length && decodeEnd(text, index, bytes, offset);
}

/** 24 bits of four characters; negative where one is foreign. */
function bitsAt(text: string, index: number): number {
  const one = values[text.charCodeAt(index)];
  const two = values[text.charCodeAt(index + 1)];
  const three = values[text.charCodeAt(index + 2)];
  const four = values[text.charCodeAt(index + 3)];
  return (one | two | three | four) > 63 ? -1 : (one << 18) | (two << 12) | (three << 6) | four;
}

/** The last group, of one or two bytes. */
function decodeEnd(text: string, index: number, bytes: Uint8Array, offset: number): boolean {
  const left = bytes.length - offset;
  const padding = '='.repeat(3 - left);
  const group = text.slice(index, index + 4);
  if (!group.endsWith(padding)) return false;
  const bits = bitsAt(group.slice(0, left + 1) + 'A'.repeat(padding.length), 0);
  if (bits < 0 || (bits & ((1 << (padding.length * 8)) - 1)) !== 0) return false;
  bytes[offset] = bits >> 16;
  if (left === 2) bytes[offset + 1] = bits >> 8;
  return true;
}
