// How the files of models begin: by that they are known whatever they are called, in the engine and in main.

/** The first bytes of a Charloom file; the version follows. */
export const charloomMagic = 'charloom';

/** Of a safetensors file's first number: how long its header is. */
export const safetensorsLengthBytes = 8;
const openingBrace = '{'.charCodeAt(0);

/** What a text may begin with in place of a version is at least this large. */
const minTextVersion = 0x10000;

/** Bytes of a file's beginning that the functions below look at. */
export const beginningBytes = charloomMagic.length + 4;

export function beginsAsCharloom(start: Uint8Array): boolean {
  return (
    start.length >= charloomMagic.length &&
    Array.from(charloomMagic).every((letter, index) => start[index] === letter.charCodeAt(0))
  );
}

/**
 * Whether a file begins as safetensors: a length that a header can have, and the brace that opens it. No other format's
 * files do.
 */
export function beginsAsSafetensors(start: Uint8Array): boolean {
  if (start.length <= safetensorsLengthBytes || start[safetensorsLengthBytes] !== openingBrace) return false;
  const length = safetensorsHeaderBytes(start);
  return length >= 2n && length < 2n ** 32n;
}

/** What the first bytes of a safetensors file say of its header. */
export function safetensorsHeaderBytes(start: Uint8Array): bigint {
  return new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
}

/** Whether a file that may as well be a text is a model: a text can begin with Charloom's name, too. */
export function looksLikeModel(start: Uint8Array, fileBytes: number): boolean {
  if (start.length < beginningBytes) return false;
  if (beginsAsCharloom(start)) {
    return new DataView(start.buffer, start.byteOffset).getUint32(charloomMagic.length, true) < minTextVersion;
  }
  return beginsAsSafetensors(start) && safetensorsHeaderBytes(start) <= BigInt(fileBytes - safetensorsLengthBytes);
}
