// What every decoder of bytes is, and how it says that they are not what they are taken for.

/** A decoder that has met bytes that its encoding does not allow. */
export class EncodingMismatch extends Error {}

export interface Decoder {
  /** Faults so far; each stands as U+FFFD in the text. */
  readonly replaced: number;
  /** @throws EncodingMismatch */
  decode(bytes: Uint8Array): string;
  /** What is left at the end. @throws EncodingMismatch if a character is cut off */
  end(): string;
}

const replacement = '\ufffd';

/** How often U+FFFD stands in a text. */
export function countReplacements(text: string): number {
  let count = 0;
  for (let at = text.indexOf(replacement); at >= 0; at = text.indexOf(replacement, at + 1)) count++;
  return count;
}
